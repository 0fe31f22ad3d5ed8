package dev.drawbridge.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and PostgreSQL, and cuts the connection at the next commit, before or after it is passed on. */
public final class CuttingProxy implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    /** What happens at the next commit. */
    public enum Cut {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    private final ServerSocket listening;
    private final int target;
    private final AtomicReference<Cut> next = new AtomicReference<>(Cut.NEVER);
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void cutNext(Cut cut) {
        next.set(cut);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(client, server));
            start(() -> pump(server, client, false));
            start(() -> pump(client, server, true));
        }
    }

    private void pump(Socket from, Socket to, boolean watch) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Cut cut = watch && holdsCommit(buffer, n) ? next.getAndSet(Cut.NEVER) : Cut.NEVER;
                if (cut == Cut.BEFORE_COMMIT) {
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
                if (cut == Cut.AFTER_COMMIT) {
                    // The client hears no more, the server hears all that was sent and then the end.
                    from.close();
                    to.shutdownOutput();
                    to.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
            }
        }
    }

    private static boolean holdsCommit(byte[] bytes, int length) {
        for (int at = 0; at + COMMIT.length <= length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + COMMIT.length, COMMIT, 0, COMMIT.length)) {
                return true;
            }
        }
        return false;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) { // as connections do
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
