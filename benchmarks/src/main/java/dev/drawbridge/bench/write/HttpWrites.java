package dev.drawbridge.bench.write;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Commands over one kept-alive HTTP/1.1 connection, with as little work of its own as possible. */
final class HttpWrites implements Load.Client {
    private static final String CREATE = "{\"customerName\":\"Ada Lovelace\",\"customerCity\":\"London\"}";
    private static final String ADD_LINE =
            "{\"productName\":\"Brass kettle\",\"quantity\":2,\"unitPrice\":19.90,\"unitCost\":11.00}";

    private final Socket socket;
    private final InputStream in;
    private final boolean keyed;

    private UUID order = UUID.randomUUID();

    HttpWrites(int port, boolean keyed) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.keyed = keyed;
    }

    @Override
    public void createOrder() throws IOException {
        order = UUID.randomUUID();
        send("create", CREATE, 201);
    }

    @Override
    public void addLine() throws IOException {
        send("add-line", ADD_LINE, 200);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void send(String task, String body, int expected) throws IOException {
        String key = keyed ? "Idempotency-Key: \"" + UUID.randomUUID() + "\"\r\n" : "";
        socket.getOutputStream()
                .write(("POST /orders/" + order + "/" + task + " HTTP/1.1\r\nHost: localhost\r\n" + key
                                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        in.skipNBytes(length);
        if (!status.startsWith("HTTP/1.1 " + expected)) {
            throw new IOException(task + " answered " + status);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
