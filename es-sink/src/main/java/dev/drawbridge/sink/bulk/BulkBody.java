package dev.drawbridge.sink.bulk;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.drawbridge.sink.document.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents as newline-delimited JSON: an action line, then the source if there is one, both free of raw newlines. */
final class BulkBody {

    private static final JsonStringEncoder TEXT = JsonStringEncoder.getInstance();

    private static final byte[] INDEX = ascii("{\"index\":{\"_index\":\"");
    private static final byte[] DELETE = ascii("{\"delete\":{\"_index\":\"");
    private static final byte[] ID = ascii("\",\"_id\":\"");
    private static final byte[] ROUTING = ascii("\",\"routing\":\"");
    private static final byte[] VERSION = ascii("\",\"version\":");
    private static final byte[] END = ascii(",\"version_type\":\"external_gte\"}}\n");

    private byte[] bytes;
    private int length;

    /** The index of the document before, most often that of the next as well. */
    private @Nullable String index;

    private byte[] quotedIndex = {};

    private BulkBody(int expected) {
        this.bytes = new byte[expected];
    }

    static ByteBuffer of(List<Document> documents) {
        BulkBody body =
                new BulkBody(documents.stream().mapToInt(Document::bulkBytes).sum());
        for (Document document : documents) {
            body.action(document);
            if (document.kind() != Document.Kind.DELETION) {
                body.source(document.source());
            }
        }
        return ByteBuffer.wrap(body.bytes, 0, body.length);
    }

    private void action(Document document) {
        append(document.kind() == Document.Kind.DELETION ? DELETE : INDEX);
        append(quotedIndex(document.index()));
        append(ID);
        append(TEXT.quoteAsUTF8(document.id()));
        if (document.routing() != null) {
            append(ROUTING);
            append(TEXT.quoteAsUTF8(document.routing()));
        }
        append(VERSION);
        append(ascii(Long.toString(document.version())));
        append(END);
    }

    private byte[] quotedIndex(String of) {
        if (!of.equals(index)) {
            index = of;
            quotedIndex = TEXT.quoteAsUTF8(of);
        }
        return quotedIndex;
    }

    private void source(ByteBuffer source) {
        int size = source.remaining();
        makeRoom(size + 1);
        source.duplicate().get(bytes, length, size);
        length += size;
        bytes[length++] = '\n';
    }

    private void append(byte[] part) {
        makeRoom(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    private void makeRoom(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + bytes.length / 4));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
