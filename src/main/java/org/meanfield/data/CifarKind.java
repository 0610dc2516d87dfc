package org.meanfield.data;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** One of the two data sets in CIFAR's binary form, with the MD5 sums that its publisher and others list. */
enum CifarKind {
    CIFAR_10(
            "cifar-10-binary.tar.gz",
            "c32a1d4ab5d03f1284b67883e8d87530",
            1,
            List.of(
                    new File("data_batch_1.bin", Split.TRAIN, "5dd7e06a14cb22eb9f671a540d1b7c25"),
                    new File("data_batch_2.bin", Split.TRAIN, "5ea93a67294ea407fff1d09f752e9692"),
                    new File("data_batch_3.bin", Split.TRAIN, "942cd6a4bcdd0dd3c604fbe906cb4421"),
                    new File("data_batch_4.bin", Split.TRAIN, "ae636b3ba5c66a11e91e8cb52e771fcb"),
                    new File("data_batch_5.bin", Split.TRAIN, "53f37980c15c3d472c316c40844f3f0d"),
                    new File("test_batch.bin", Split.TEST, "803d5f7f4d78ea53de84dbe85f74fb6d")),
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")),
    CIFAR_100(
            "cifar-100-binary.tar.gz",
            "03b5dce01913d631647c71ecec9e9cb8",
            2,
            List.of(
                    new File("train.bin", Split.TRAIN, "6172c7755cfe09b2fe270c85cebc1b15"),
                    new File("test.bin", Split.TEST, "4499cfba6c016c1be1438163640a0898")),
            IntStream.range(0, 100).mapToObj(Integer::toString).toList());

    private final String archive;
    private final String md5;
    private final int labels;
    private final List<File> files;
    private final List<String> classNames;

    /** A published file. */
    record File(String name, Split split, String md5) implements Serializable {}

    CifarKind(String archive, String md5, int labels, List<File> files, List<String> classNames) {
        this.archive = archive;
        this.md5 = md5;
        this.labels = labels;
        this.files = files;
        this.classNames = classNames;
    }

    /** Returns the name of the archive with the files. */
    String archive() {
        return archive;
    }

    /** Returns the MD5 of the archive. */
    String md5() {
        return md5;
    }

    /** Returns the bytes before the pixels of an image, the last of which is its label. */
    int labels() {
        return labels;
    }

    List<File> files() {
        return files;
    }

    int classes() {
        return classNames.size();
    }

    List<String> classNames() {
        return classNames;
    }
}
