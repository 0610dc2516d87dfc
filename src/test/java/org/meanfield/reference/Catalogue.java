package org.meanfield.reference;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.meanfield.config.Default;
import org.meanfield.config.Names;
import org.meanfield.job.robustness.RobustnessJob;
import org.meanfield.job.study.DepthStudy;
import org.meanfield.job.study.StudyJob;
import org.meanfield.job.sweep.SweepJob;
import org.meanfield.job.train.TrainJob;

/** Everything that a job file can have: kinds of job, families of records, and the keys of each record. */
final class Catalogue {
    /**
     * Where a job file has a member of a family, or a record.
     *
     * @param job the kind of job
     * @param path the keys that lead to it
     * @param holder the last key of them
     */
    record Place(Class<? extends Record> job, String path, Setting holder) {}

    /** The kinds of job with the words for them. */
    static final Map<Class<? extends Record>, String> JOBS = new LinkedHashMap<>();

    static {
        JOBS.put(TrainJob.class, "Training");
        JOBS.put(SweepJob.class, "Sweep");
        JOBS.put(RobustnessJob.class, "Robustness evaluation");
        JOBS.put(DepthStudy.class, "Depth study");
        JOBS.put(StudyJob.class, "Closed-form study");
    }

    private final Sources sources = new Sources();
    private final Ranges ranges = new Ranges(sources);
    private final Map<Class<?>, Place> families = new LinkedHashMap<>();
    private final Map<Class<?>, Place> records = new LinkedHashMap<>();
    private final List<Class<?>> choices = new ArrayList<>();
    private final Map<Class<?>, List<Setting>> settings = new LinkedHashMap<>();

    Catalogue() {
        JOBS.keySet().forEach(job -> visit(job, job, ""));
    }

    private void visit(Class<?> record, Class<? extends Record> job, String path) {
        for (Setting setting : settings(record)) {
            String place = path.isEmpty() ? setting.key() : path + "." + setting.key();
            Class<?> value = setting.value();
            if (Setting.isFamily(value) && families.putIfAbsent(value, new Place(job, place, setting)) == null) {
                members(value).values().forEach(member -> visit(member, job, place));
            } else if (value.isRecord()
                    && !setting.isDraft()
                    && records.putIfAbsent(value, new Place(job, place, setting)) == null) {
                visit(value, job, place);
            } else if (value.isEnum() && !choices.contains(value)) {
                choices.add(value);
            }
        }
    }

    /** Returns the sealed families, each with a place where a job file has a member of it. */
    Map<Class<?>, Place> families() {
        return families;
    }

    /** Returns the enums. */
    List<Class<?>> choices() {
        return choices;
    }

    /** Returns the records that are neither jobs nor members, each with a place where a job file has it. */
    Map<Class<?>, Place> records() {
        return records;
    }

    /** Returns the members of a family by their names. */
    static Map<String, Class<?>> members(Class<?> family) {
        Map<String, Class<?>> members = new LinkedHashMap<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            members.put(Names.of(family, member), member);
        }
        return members;
    }

    /** Returns the keys of a record; fails if its Javadoc is silent about one. */
    List<Setting> settings(Class<?> record) {
        return settings.computeIfAbsent(record, type -> Arrays.stream(type.getRecordComponents())
                .map(component -> setting(type, component))
                .toList());
    }

    private Setting setting(Class<?> record, RecordComponent component) {
        String key = Names.kebab(component.getName());
        String meaning = sources.of(record).params().getOrDefault(component.getName(), "");
        if (meaning.isEmpty()) {
            throw new AssertionError("The Javadoc of %s has no @param %s, which docs/reference.md shows"
                    .formatted(record.getName(), component.getName()));
        }
        Default otherwise = component.getAnnotation(Default.class);
        return new Setting(
                key,
                component.getGenericType(),
                Optional.ofNullable(otherwise).map(Default::value),
                allowed(record, key),
                allowed(record, key + "[]"),
                meaning);
    }

    private List<String> allowed(Class<?> record, String key) {
        return ranges.of(record).stream()
                .filter(one -> one.key().equals(key))
                .map(Ranges.Allowed::allowed)
                .toList();
    }

    /** Returns the first paragraph of the Javadoc of a record, family or enum, with the names that job files have. */
    String paragraph(Class<?> type) {
        String text = sources.of(type).paragraph();
        for (Class<?> family : families.keySet()) {
            for (Map.Entry<String, Class<?>> member : members(family).entrySet()) {
                text = text.replace("`" + member.getValue().getSimpleName() + "`", "`" + member.getKey() + "`");
            }
        }
        return text;
    }

    /** Returns what the Javadoc of an enum says of each constant, by the names that job files have. */
    Map<String, String> constants(Class<?> choice) {
        Map<String, String> constants = new LinkedHashMap<>();
        for (Object constant : choice.getEnumConstants()) {
            String meaning = sources.of(choice).constants().get(((Enum<?>) constant).name());
            if (meaning == null) {
                throw new AssertionError("%s has no Javadoc, which docs/reference.md shows".formatted(constant));
            }
            constants.put(Names.of((Enum<?>) constant), meaning);
        }
        return constants;
    }

    /** Returns the name of a class in words: {@code Gradient clipping}. */
    static String title(Class<?> type) {
        String words = Names.kebab(type.getSimpleName()).replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
