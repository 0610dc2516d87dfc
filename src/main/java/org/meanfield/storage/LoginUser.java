package org.meanfield.storage;

import java.util.Optional;
import org.apache.hadoop.security.UserGroupInformation;

/** The user of this process as Hadoop's file systems know it. */
public final class LoginUser {
    /** What Java calls a user whose number has no name on this machine, as in a container. */
    private static final String NAMELESS = "?";

    private LoginUser() {}

    /** Gives a user without a name, for whom Hadoop's own login fails, that of {@code HADOOP_USER_NAME}. */
    public static void nameIfNameless() {
        if (System.getProperty("user.name").equals(NAMELESS)) {
            String name = Optional.ofNullable(System.getenv("HADOOP_USER_NAME")).orElse("nameless");
            UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
        }
    }
}
