package dev.drawbridge.sink.elastic;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a port of this machine, until it drops its connections as a firewall does: without a word to either side. */
final class SilentRelay implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> dropped = ConcurrentHashMap.newKeySet();
    private final AtomicInteger swallowed = new AtomicInteger();

    SilentRelay(int port) throws IOException {
        this.port = port;
        start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many connections are open. */
    int connections() {
        return open.size();
    }

    /** From now on nothing passes on the connections that are open. */
    void drop() {
        dropped.addAll(open);
    }

    /** How often something was sent on a dropped connection. */
    int swallowed() {
        return swallowed.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
                open.add(client);
                start(() -> pass(client, client, target));
                start(() -> pass(client, target, client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket client, Socket from, Socket to) {
        byte[] buffer = new byte[65536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (dropped.contains(client)) {
                    swallowed.incrementAndGet();
                } else {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // ends both
        } finally {
            open.remove(client);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "silent-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
