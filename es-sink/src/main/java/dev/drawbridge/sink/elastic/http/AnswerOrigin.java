package dev.drawbridge.sink.elastic.http;

import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.elasticsearch.client.Response;
import org.jspecify.annotations.Nullable;

/** Whether an answer is Elasticsearch's own, by the header that it sends with each one and that its official clients demand. */
final class AnswerOrigin {

    private static final String PRODUCT_HEADER = "X-Elastic-Product";
    private static final String PRODUCT = "Elasticsearch";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String LOCATION = "Location";
    private static final Pattern JSON = Pattern.compile("application/(vnd\\.elasticsearch\\+)?json\\b");

    private AnswerOrigin() {}

    /** Its security refuses before that header is added (8.19), so such an answer is known by what it says. Reads its body. */
    static boolean isElasticsearch(TransportHttpClient.Request request, TransportHttpClient.Response response)
            throws IOException {
        return isElasticsearch(response.statusCode(), response.header(PRODUCT_HEADER))
                || (AuthFailureGrace.isAboutTheUser(response.statusCode()) && isSecuritysRefusal(request, response));
    }

    private static boolean isSecuritysRefusal(
            TransportHttpClient.Request request, TransportHttpClient.Response response) throws IOException {
        String type = String.valueOf(response.header(CONTENT_TYPE)).toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).lookingAt()) {
            return false;
        }
        @Nullable BinaryData body = response.body();
        if (request.method().equals("HEAD") || body == null) {
            return true;
        }
        try (InputStream in = body.asInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"security_exception\"");
        }
    }

    static boolean isElasticsearch(Response response) {
        return isElasticsearch(status(response), response.getHeader(PRODUCT_HEADER));
    }

    static ForeignAnswerException foreign(TransportHttpClient.Response response) {
        return foreign(response.statusCode(), response.header(LOCATION), response.header(CONTENT_TYPE));
    }

    static ForeignAnswerException foreign(Response response) {
        return foreign(status(response), response.getHeader(LOCATION), response.getHeader(CONTENT_TYPE));
    }

    /** A redirect is nobody's to believe. What only says "later" or "too large" may come from a proxy, and means the same. */
    private static boolean isElasticsearch(int status, @Nullable String product) {
        if (isRedirect(status)) {
            return false;
        }
        boolean wherever = status == 408 || status == 413 || status == 429 || status >= 500;
        return wherever || PRODUCT.equals(product);
    }

    private static ForeignAnswerException foreign(int status, @Nullable String location, @Nullable String contentType) {
        return isRedirect(status)
                ? ForeignAnswerException.redirect(status, location)
                : ForeignAnswerException.notElasticsearch(status, contentType);
    }

    private static boolean isRedirect(int status) {
        return status / 100 == 3;
    }

    private static int status(Response response) {
        return response.getStatusLine().getStatusCode();
    }
}
