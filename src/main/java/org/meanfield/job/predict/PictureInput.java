package org.meanfield.job.predict;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.meanfield.config.Check;
import org.meanfield.data.PictureReader;
import org.meanfield.storage.Listing;
import org.meanfield.storage.Storage;

/**
 * The PNG and JPEG files of a folder, at any depth; a picture's path is relative to it. The names are listed once, into files of
 * {@value #SLICE} names in the output, so that neither the driver nor a resumed run depends on the listing.
 *
 * @param folder with the pictures
 * @param lists the folder with the files of names
 * @param slices number of these files
 * @param images number of the pictures
 * @param others number of files of other kinds, which are left out
 */
record PictureInput(String folder, String lists, int slices, long images, long others) implements ImageInput {
    private static final int SLICE = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Lists the pictures of {@code folder} into files in {@code lists}.
     *
     * @throws org.meanfield.config.InvalidInputException if there are none
     */
    static PictureInput list(String folder, String lists) {
        List<String> names = new ArrayList<>();
        int[] slices = {0};
        long[] others = {0};
        Listing.walk(folder, name -> {
            if (!PictureReader.isPictureName(name)) {
                others[0]++;
                return;
            }
            names.add(name);
            if (names.size() == SLICE) {
                write(lists, slices[0]++, names);
            }
        });
        long images = (long) slices[0] * SLICE + names.size();
        if (!names.isEmpty()) {
            write(lists, slices[0]++, names);
        }
        Check.that(
                images > 0,
                "--input",
                folder,
                "a folder with PNG or JPEG files, prepared shards, or with --column a table: it has none of these");
        return new PictureInput(folder, lists, slices[0], images, others[0]);
    }

    private static void write(String lists, int slice, List<String> names) {
        try {
            Storage.write(file(lists, slice), JSON.writeValueAsBytes(names));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the names of pictures as JSON", e);
        }
        names.clear();
    }

    private static String file(String lists, int slice) {
        return Storage.child(lists, String.format(Locale.ROOT, "%06d.json", slice));
    }

    @Override
    public void verifyReadable() {
        Check.that(Storage.exists(folder), "--input", folder, "a folder that is there");
    }

    /** The names are in the output. */
    @Override
    public String stamp() {
        return "";
    }

    @Override
    public Iterator<Candidate<Group>> open(int slice, PictureReader reader, PredictionSchema schema) {
        List<String> names;
        try {
            names = JSON.readValue(Storage.read(file(lists, slice)), new TypeReference<List<String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("%s is not a list of names".formatted(file(lists, slice)), e);
        }
        return Mapped.of(names.iterator(), name -> {
            String file = Storage.child(folder, name);
            return new Candidate<>(
                    schema.row(name), (target, offset) -> reader.read(file, reader.bytes(file), target, offset));
        });
    }
}
