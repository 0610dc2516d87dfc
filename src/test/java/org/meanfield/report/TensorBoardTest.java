package org.meanfield.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meanfield.testing.SweepTables;

/** Reads event files back with a reader that was written from the descriptions of TFRecord, CRC-32C and protocol buffers alone. */
final class TensorBoardTest {
    /** Castagnoli's polynomial, bits reversed (RFC 3720, appendix B.4). */
    private static final int POLYNOMIAL = 0x82f63b78;

    /** One event; {@code tag} is the version of the file in the first. */
    private record Event(double time, long step, String tag, float value) {}

    @TempDir
    private Path output;

    @Test
    void theChecksumOfTheReaderIsThatOfTheStandard() {
        assertThat(crc("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
        assertThat(crc(new byte[32])).isEqualTo(0x8a9136aa); // RFC 3720, appendix B.4
    }

    @Test
    void aScalarIsAFramedEvent() {
        EventFile file = new EventFile(Instant.EPOCH.plusMillis(1500));
        file.scalar(Instant.EPOCH.plusSeconds(2), 300, "loss/train", 0.25);

        assertThat(read(file.bytes()))
                .containsExactly(new Event(1.5, 0, "brain.Event:2", 0), new Event(2, 300, "loss/train", 0.25f));
    }

    @Test
    void theScalarsOfARunAreThoseOfItsTables() {
        new SweepTables(output, "").startingAt("2026-11-20T00:00:00Z").finished("run-1", "", 1, 150);
        RunData run = new Results(output.toString()).run("run-1");

        List<Event> events = read(TensorBoard.events(run));

        double start = Instant.parse("2026-11-20T00:00:00Z").getEpochSecond();
        assertThat(TensorBoard.fileName(run)).isEqualTo("events.out.tfevents.1795132800.meanfield");
        assertThat(events.get(0)).isEqualTo(new Event(start, 0, "brain.Event:2", 0));
        // A round of these tables takes a second; their validation and test are after it.
        assertThat(events)
                .contains(
                        new Event(start + 1, 1, "loss/train", 1.25f),
                        new Event(start + 2, 2, "loss/train", 0.25f),
                        new Event(start + 2, 2, "training/learning-rate", 0.001f),
                        new Event(start + 2, 2, "training/images-per-second", 100),
                        new Event(start + 1, 1, "accuracy/validation", 0.375f),
                        new Event(start + 2, 2, "accuracy/test", 0.75f),
                        new Event(start + 2, 2, "loss/test", 0.5f))
                .hasSize(1 + 2 * 5 + 3 * 2);
    }

    private static List<Event> read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] length = next(file, 8);
            assertThat(unmasked(file.getInt())).isEqualTo(crc(length));
            byte[] data = next(file, (int)
                    ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
            assertThat(unmasked(file.getInt())).isEqualTo(crc(data));
            events.add(event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return events;
    }

    private static Event event(ByteBuffer data) {
        double time = 0;
        long step = 0;
        String tag = "";
        float value = 0;
        while (data.hasRemaining()) {
            int key = (int) varint(data);
            switch (key) {
                case 1 << 3 | 1 -> time = data.getDouble();
                case 2 << 3 -> step = varint(data);
                case 3 << 3 | 2 -> tag = new String(next(data, (int) varint(data)), StandardCharsets.UTF_8);
                case 5 << 3 | 2 -> {
                    ByteBuffer summary = message(data);
                    assertThat(varint(summary)).isEqualTo(1 << 3 | 2);
                    ByteBuffer scalar = message(summary);
                    assertThat(varint(scalar)).isEqualTo(1 << 3 | 2);
                    tag = new String(next(scalar, (int) varint(scalar)), StandardCharsets.UTF_8);
                    assertThat(varint(scalar)).isEqualTo(2 << 3 | 5);
                    value = scalar.getFloat();
                    assertThat(scalar.hasRemaining() || summary.hasRemaining()).isFalse();
                }
                default -> throw new AssertionError("an unknown field, " + key);
            }
        }
        return new Event(time, step, tag, value);
    }

    private static ByteBuffer message(ByteBuffer data) {
        return ByteBuffer.wrap(next(data, (int) varint(data))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] next(ByteBuffer data, int length) {
        byte[] bytes = new byte[length];
        data.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer data) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = data.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    private static int unmasked(int masked) {
        return Integer.rotateLeft(masked - 0xa282ead8, 15);
    }

    private static int crc(byte[] data) {
        int crc = -1;
        for (byte b : data) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        return ~crc;
    }
}
