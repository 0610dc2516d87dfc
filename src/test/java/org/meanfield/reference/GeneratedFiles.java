package org.meanfield.reference;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the repository that are made from the code. */
final class GeneratedFiles {
    /** Writes them. */
    static final String COMMAND = "mvn -q test -Dtest=GeneratedFilesTest -Dmeanfield.generate=true";

    private GeneratedFiles() {}

    static Map<Path, String> contents() {
        Catalogue catalogue = new Catalogue();
        Map<Path, String> contents = new LinkedHashMap<>();
        contents.put(Path.of("docs/reference.md"), new ReferencePage(catalogue, new Examples()).text());
        contents.put(Path.of("docs/tables.md"), new TablesPage(catalogue).text());
        contents.put(
                Path.of("jobs/job.schema.json"),
                new JobSchema(catalogue).schema().toPrettyString() + "\n");
        contents.put(Path.of("deploy/meanfield-completion.bash"), CompletionScript.text());
        return contents;
    }
}
