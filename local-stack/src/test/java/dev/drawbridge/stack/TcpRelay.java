package dev.drawbridge.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes bytes on, and does what a firewall or a broken proxy does: drops quiet connections without a word to either side, or
 * answers with something that is not HTTP.
 */
final class TcpRelay implements AutoCloseable {
    private static final byte[] GARBAGE = "Service Unavailable, try later\r\n\r\n".getBytes(US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;
    private final Set<Pair> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger swallowed = new AtomicInteger();
    private final AtomicInteger garbage = new AtomicInteger();
    private volatile boolean broken;

    TcpRelay(URI target) throws IOException {
        this.target = target;
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** While broken, each request is answered with garbage. */
    void setBroken(boolean broken) {
        this.broken = broken;
    }

    /** How many requests were answered with garbage. */
    int garbage() {
        return garbage.get();
    }

    /** From now on nothing passes on the connections that wait for a request. */
    void dropQuietConnections() {
        open.stream().filter(pair -> pair.quiet).forEach(pair -> pair.dropped = true);
    }

    /** How often something was sent on a dropped connection. */
    int swallowed() {
        return swallowed.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Pair pair = new Pair(client, new Socket(target.getHost(), target.getPort()));
                open.add(pair);
                start(() -> requests(pair));
                start(() -> answers(pair));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void requests(Pair pair) {
        pass(pair, pair.client, pair.server, (bytes, out) -> {
            if (pair.dropped) {
                swallowed.incrementAndGet();
            } else if (broken) {
                garbage.incrementAndGet();
                pair.client.getOutputStream().write(GARBAGE);
                pair.client.close();
            } else {
                pair.quiet = false;
                out.write(bytes);
            }
        });
    }

    private void answers(Pair pair) {
        pass(pair, pair.server, pair.client, (bytes, out) -> {
            if (!pair.dropped) {
                out.write(bytes);
                pair.quiet = true;
            }
        });
    }

    private interface Step {
        void take(byte[] bytes, OutputStream out) throws IOException;
    }

    private void pass(Pair pair, Socket from, Socket to, Step step) {
        byte[] buffer = new byte[65536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                step.take(Arrays.copyOf(buffer, read), to.getOutputStream());
            }
        } catch (IOException closed) {
            // ends both
        } finally {
            open.remove(pair);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "tcp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Pair {
        final Socket client;
        final Socket server;
        volatile boolean quiet = true;
        volatile boolean dropped;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Pair pair : open) {
            pair.client.close();
            pair.server.close();
        }
    }
}
