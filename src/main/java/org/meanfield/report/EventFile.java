package org.meanfield.report;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * An event file of TensorBoard with scalars: a sequence of TFRecords, each a serialized {@code tensorflow.Event}.
 *
 * <p>A record is the length of its data as a little-endian uint64, the masked CRC-32C of these eight bytes as a little-endian uint32, the data, and their
 * masked CRC-32C; masked is the checksum rotated right by 15 bits plus 0xa282ead8 (TensorFlow, {@code tsl/lib/io/record_writer.h} and {@code
 * tsl/lib/hash/crc32c.h}). Of the messages only these fields are written ({@code event.proto}, {@code summary.proto}): Event's wall_time = 1 (double),
 * step = 2 (int64), file_version = 3 (string) and summary = 5; Summary's value = 1; Value's tag = 1 (string) and simple_value = 2 (float).
 */
final class EventFile {
    private static final int MASK = 0xa282ead8;
    private static final int ROTATION = 15;

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /** Begins a file, with the event that says its version. */
    EventFile(Instant started) {
        Message event = new Message();
        event.fixed(1, seconds(started));
        event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        record(event.bytes());
    }

    /**
     * Adds a value.
     *
     * @param time when it was measured
     * @param step the round
     * @param tag the name of the quantity, with slashes between groups
     */
    void scalar(Instant time, long step, String tag, double value) {
        Message scalar = new Message();
        scalar.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
        scalar.fixed(2, (float) value);
        Message summary = new Message();
        summary.bytes(1, scalar.bytes());
        Message event = new Message();
        event.fixed(1, seconds(time));
        event.varint(2, step);
        event.bytes(5, summary.bytes());
        record(event.bytes());
    }

    /** Returns the file. */
    byte[] bytes() {
        return file.toByteArray();
    }

    private void record(byte[] data) {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        file.writeBytes(length);
        file.writeBytes(checksum(length));
        file.writeBytes(data);
        file.writeBytes(checksum(data));
    }

    private static byte[] checksum(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array();
    }

    private static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / 1e9;
    }

    /** A message in the wire format of protocol buffers. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void varint(int field, long value) {
            unsigned((long) field << 3 | VARINT);
            unsigned(value);
        }

        void fixed(int field, double value) {
            unsigned((long) field << 3 | FIXED_64);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
        }

        void fixed(int field, float value) {
            unsigned((long) field << 3 | FIXED_32);
            out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
        }

        void bytes(int field, byte[] value) {
            unsigned((long) field << 3 | BYTES);
            unsigned(value.length);
            out.writeBytes(value);
        }

        private void unsigned(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
