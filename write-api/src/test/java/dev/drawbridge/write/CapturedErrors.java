package dev.drawbridge.write;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the JVM writes to standard error, the log above all, from now until it is closed. Several may be open at a time. */
final class CapturedErrors implements AutoCloseable {
    private static final List<ByteArrayOutputStream> OPEN = new CopyOnWriteArrayList<>();

    static {
        System.setErr(new PrintStream(new Copying(System.err), true, StandardCharsets.UTF_8));
    }

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CapturedErrors() {
        OPEN.add(bytes);
    }

    /** So far; still there once it is closed. */
    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        OPEN.remove(bytes);
    }

    private static final class Copying extends OutputStream {
        private final PrintStream console;

        Copying(PrintStream console) {
            this.console = console;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] text, int from, int length) {
            console.write(text, from, length);
            OPEN.forEach(capture -> capture.write(text, from, length));
        }
    }
}
