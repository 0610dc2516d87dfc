package org.meanfield.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meanfield.config.Draft;

/** {@code docs/reference.md}: the commands, and every key of a job file. */
final class ReferencePage {
    private static final String INTRODUCTION =
            """
            Every command and every key of a job file, with type, default, allowed values and meaning. This page is made from the
            code (`%s`), and the build fails where it differs.

            A job file is YAML. A key that is left out has its default; one without a default is **required**. An unknown key is
            refused with the nearest known one. `--set key.path=value` changes any key of the file on the way, the value in YAML:
            `--set train.epochs=5 --set 'augment=[{type: rotate, max-degrees: 15}]' --set 'model.blocks[0].filters=16'`.

            Editors with a YAML language server complete and check a job file whose first line names the
            [schema](../jobs/job.schema.json): `# yaml-language-server: $schema=job.schema.json`.
            """;

    private final Catalogue catalogue;
    private final Examples examples;
    private final Markdown page = new Markdown();

    ReferencePage(Catalogue catalogue, Examples examples) {
        this.catalogue = catalogue;
        this.examples = examples;
    }

    String text() {
        page.heading(1, "Reference").block(INTRODUCTION.formatted(GeneratedFiles.COMMAND));
        contents();
        new CommandPages(page).write();
        Catalogue.JOBS.forEach(this::kind);
        catalogue.families().forEach(this::family);
        page.heading(2, "Choices").block("The values of keys that take one of several names.");
        catalogue.choices().forEach(this::choice);
        return page.toString();
    }

    private void contents() {
        page.block("- " + Markdown.link("Commands", "Commands") + "\n- Kinds of job: "
                + links(Catalogue.JOBS.values().stream().toList())
                + "\n- What jobs consist of: "
                + links(catalogue.families().keySet().stream()
                        .map(Catalogue::title)
                        .toList())
                + "\n- " + Markdown.link("Choices", "Choices"));
    }

    private static String links(List<String> titles) {
        return titles.stream().map(title -> Markdown.link(title, title)).collect(Collectors.joining(" · "));
    }

    private void kind(Class<? extends Record> job, String title) {
        page.heading(2, title).block(catalogue.paragraph(job));
        page.block("The shortest one:").code("yaml", examples.job(job));
        keys(job);
        catalogue.records().forEach((record, place) -> {
            if (place.job() == job && !inMember(place)) {
                page.heading(3, "`%s:`".formatted(place.path())).block(catalogue.paragraph(record));
                keys(record);
            }
        });
    }

    /** A record that only members of a family have is shown with them. */
    private boolean inMember(Catalogue.Place place) {
        return catalogue.families().values().stream()
                .anyMatch(family -> place.path().startsWith(family.path() + "."));
    }

    private void family(Class<?> family, Catalogue.Place place) {
        String title = Catalogue.title(family);
        page.heading(2, title).block(catalogue.paragraph(family));
        Map<String, Class<?>> members = Catalogue.members(family);
        page.block("`%s` of a %s. Its `type` is one of "
                        .formatted(place.path(), Catalogue.JOBS.get(place.job()).toLowerCase(Locale.ROOT))
                + members.keySet().stream()
                        .map(name -> Markdown.link("`" + name + "`", title + " " + name))
                        .collect(Collectors.joining(", "))
                + ".");
        members.forEach((name, member) -> {
            page.heading(3, "%s `%s`".formatted(title, name)).block(catalogue.paragraph(member));
            page.code("yaml", examples.inPlace(family, name, place));
            keys(member);
            nested(member).forEach((key, record) -> {
                page.block("Each of `%s`: %s".formatted(key, decapitalized(catalogue.paragraph(record))));
                keys(record);
            });
        });
    }

    private static String decapitalized(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    private Map<String, Class<?>> nested(Class<?> member) {
        return catalogue.settings(member).stream()
                .filter(setting -> setting.value().isRecord())
                .collect(Collectors.toMap(Setting::key, Setting::value));
    }

    private void keys(Class<?> record) {
        List<Setting> settings = catalogue.settings(record);
        if (settings.isEmpty()) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Setting setting : settings) {
            rows.add(List.of(
                    "`" + setting.key() + "`",
                    words(setting.type()),
                    setting.otherwise().map("`%s`"::formatted).orElse("**required**"),
                    allowed(setting),
                    setting.meaning()));
        }
        page.table(List.of("key", "type", "default", "allowed", "meaning"), rows);
    }

    private String allowed(Setting setting) {
        Set<String> parts = new LinkedHashSet<>();
        if (setting.value().isEnum()) {
            parts.add(catalogue.constants(setting.value()).keySet().stream()
                    .map("`%s`"::formatted)
                    .collect(Collectors.joining(", ")));
        }
        parts.addAll(setting.allowed());
        setting.eachAllowed().forEach(each -> parts.add("each " + each));
        return String.join("; ", parts);
    }

    private static String words(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return words((Class<?>) type, false);
        }
        Type[] of = generic.getActualTypeArguments();
        if (generic.getRawType() == Draft.class) {
            return words(of[0]);
        }
        boolean list = generic.getRawType() == List.class;
        return (list ? "list of " : "mapping from key paths to ") + plural(of[of.length - 1]);
    }

    private static String plural(Type type) {
        return type instanceof Class<?> single
                ? words(single, true)
                : words(type).replaceFirst("^(list|mapping)", "$1s");
    }

    private static String words(Class<?> type, boolean many) {
        String s = many ? "s" : "";
        if (Setting.isWhole(type)) {
            return "whole number" + s;
        }
        if (Setting.isNumber(type)) {
            return "number" + s;
        }
        if (type == boolean.class) {
            return "`true`, `false`";
        }
        if (type == String.class) {
            return "text" + s;
        }
        if (Catalogue.JOBS.containsKey(type)) {
            String title = Catalogue.JOBS.get(type);
            return Markdown.link(title.toLowerCase(Locale.ROOT), title);
        }
        if (Setting.isFamily(type)) {
            String title = Catalogue.title(type);
            return Markdown.link(title.toLowerCase(Locale.ROOT) + (many && !title.endsWith("s") ? s : ""), title);
        }
        if (type.isRecord()) {
            return "mapping" + s;
        }
        if (type.isEnum()) {
            return Markdown.link(many ? "choices" : "choice", Catalogue.title(type));
        }
        return (many ? "value" : "any value") + s;
    }

    private void choice(Class<?> type) {
        page.heading(3, Catalogue.title(type)).block(catalogue.paragraph(type));
        page.table(
                List.of("name", "meaning"),
                catalogue.constants(type).entrySet().stream()
                        .map(constant -> List.of("`" + constant.getKey() + "`", constant.getValue()))
                        .toList());
    }
}
