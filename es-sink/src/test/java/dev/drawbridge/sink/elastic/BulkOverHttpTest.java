package dev.drawbridge.sink.elastic;

import static dev.drawbridge.sink.Records.INDEX;
import static dev.drawbridge.sink.Records.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drawbridge.sink.Records;
import dev.drawbridge.sink.bulk.Backoff;
import dev.drawbridge.sink.bulk.BulkItemResult;
import dev.drawbridge.sink.bulk.BulkResultListener;
import dev.drawbridge.sink.bulk.BulkWriter;
import dev.drawbridge.sink.bulk.queue.BulkLimits;
import dev.drawbridge.sink.document.Document;
import dev.drawbridge.sink.document.NullValue;
import dev.drawbridge.sink.elastic.http.Connection;
import dev.drawbridge.sink.elastic.http.Credentials;
import dev.drawbridge.sink.elastic.http.GracePeriod;
import dev.drawbridge.sink.failure.ClusterUnavailableException;
import dev.drawbridge.sink.failure.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BulkWriter and the client together, over real HTTP. */
class BulkOverHttpTest {

    private static final int MAX_RETRIES = 3;

    private final ScriptedElasticsearch server = new ScriptedElasticsearch();
    private final Fates results = new Fates();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private int maxRetries = MAX_RETRIES;
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    BulkOverHttpTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        server.close();
    }

    @Test
    void sendsVersionedIndexOperationsAndNothingElse() {
        write(Records.event(1, "a", 3), Records.erasure(2, "b\"\n", 8));

        assertThat(server.bodies()).containsExactly("""
                {"index":{"_index":"orders-000001","_id":"a","version":3,"version_type":"external_gte"}}
                {"orderId":"a","version":3}
                {"index":{"_index":"orders-000001","_id":"b\\"\\n","version":8,"version_type":"external_gte"}}
                {"id":"b\\"\\n","version":8,"erased":true}
                """);
        assertThat(server.bulks.get(0).line()).startsWith("POST /_bulk?").contains("require_alias=false");
        assertThat(server.bulks.get(0).contentType().replace(" ", ""))
                .isEqualTo("application/vnd.elasticsearch+x-ndjson;compatible-with=8");
        assertThat(server.bulks.get(0).accept().replace(" ", ""))
                .isEqualTo("application/vnd.elasticsearch+json;compatible-with=8");
        assertThat(server.bulks.get(0).userAgent()).isEqualTo("drawbridge-es-sink/test");
        assertThat(server.bulks.get(0).authorization()).isNull();
        assertThat(results.told).containsExactly("indexed 1", "indexed 2");
    }

    /** Documents of other shards, which are in the same bulk, wait with it. */
    @Test
    void elasticsearchHardlyWaitsForAPrimaryThatIsKnownToBeMissing() {
        server.thenItems("503 unavailable_shards_exception", "201");
        write(Records.event(1, "a", 3), Records.event(2, "b", 3));
        assertThat(server.bulks.get(0).line()).contains("timeout=1000ms");
        assertThat(server.bulks.get(1).line()).contains("timeout=10ms");
    }

    @Test
    void elasticsearchAnswersBeforeItIsGivenUp() {
        write(writer(impatient(server), 100, 1_000_000), Records.event(1, "a", 3));
        assertThat(server.bulks.get(0).line()).contains("timeout=400ms");
    }

    @Test
    void sendsCredentialsAndCompressedBodiesWhenAskedTo() {
        Connection secret = new Connection(
                List.of(URI.create(server.url())),
                Credentials.basic("sink", new Password("pä:ss")),
                Map.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                1,
                true,
                "x");
        write(writer(secret, 100, 1_000_000), Records.event(1, "a", 3));

        assertThat(server.bulks.get(0).authorization()).isEqualTo("Basic c2luazpww6Q6c3M=");
        assertThat(server.bulks.get(0).line()).endsWith(" gzip");
        assertThat(server.bulks.get(0).body()).contains("\"orderId\":\"a\"");
        assertThat(secret.toString()).doesNotContain("pä:ss");
    }

    @Test
    void sendsApiKeys() {
        Connection keyed = new Connection(
                List.of(URI.create(server.url())),
                Credentials.apiKey(new Password("aWQ6a2V5")),
                Map.of(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                1,
                false,
                "x");
        write(writer(keyed, 100, 1_000_000), Records.event(1, "a", 3));
        assertThat(server.bulks.get(0).authorization()).isEqualTo("ApiKey aWQ6a2V5");
        assertThat(keyed.toString()).doesNotContain("aWQ6a2V5");
    }

    @Test
    void sendsDeletionsAndRoutingsWithTheirVersions() {
        Document document = Records.document(Records.event(2, "b", 3));
        Document routed = new Document(
                document.index(), "b", "te\"nant", 3, document.kind(), document.source(), document.origin());
        BulkWriter writer = writer(server.connection(), 100, 1_000_000);
        writer.write(List.of(
                Records.reader(NullValue.DELETE)
                        .read(Records.erasure(1, "a", 7))
                        .orElseThrow(),
                routed));
        settle(writer);
        assertThat(server.bodies()).containsExactly("""
                {"delete":{"_index":"orders-000001","_id":"a","version":7,"version_type":"external_gte"}}
                {"index":{"_index":"orders-000001","_id":"b","routing":"te\\"nant","version":3,"version_type":"external_gte"}}
                {"orderId":"b","version":3}
                """);
    }

    @Test
    void splitsByCountAndByBytes() {
        write(
                writer(server.connection(), 2, 1_000_000),
                Records.event(1, "a", 1),
                Records.event(2, "b", 1),
                Records.event(3, "c", 1));
        assertThat(server.bodies()).extracting(body -> body.lines().count()).containsExactly(4L, 2L);

        write(
                writer(server.connection(), 100, 300),
                Records.event(4, "d", 1),
                Records.event(5, "e", 1),
                Records.of(6, "f", 1, "{\"a\":\"" + "x".repeat(999) + "\"}"));
        assertThat(server.bodies()).hasSize(4);
    }

    @Test
    void halvesABulkThatIsTooLargeAndRejectsADocumentThatIs() {
        server.thenStatus(413, "").thenStatus(413, "").thenStatus(413, "");
        write(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "c", 1), Records.event(4, "d", 1));
        assertThat(server.bodies()).extracting(body -> body.lines().count()).containsExactly(8L, 4L, 2L, 2L, 4L);
        assertThat(results.told).containsExactly("rejected 1", "indexed 2", "indexed 3", "indexed 4");
        assertThat(results.lastRejection).hasToString("413");
    }

    @Test
    void sendsOnlyTheNewestVersionOfAnId() {
        write(
                Records.event(1, "a", 1),
                Records.event(2, "b", 1),
                Records.event(3, "a", 3),
                Records.event(4, "a", 2),
                Records.event(5, "a", 3));

        assertThat(server.bulks).hasSize(1);
        assertThat(server.bulks.get(0).body().lines()).hasSize(4).anyMatch(line -> line.contains("\"version\":3"));
        assertThat(results.told).containsExactly("indexed 5", "coalesced 1", "coalesced 4", "coalesced 3", "indexed 2");
    }

    @Test
    void sendsTheNextNewestWhenTheNewestIsRejected() {
        server.thenItems("400 document_parsing_exception", "201").thenItems("201");
        write(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "a", 2), Records.event(4, "a", 3));

        assertThat(server.bulks).hasSize(2);
        assertThat(server.bulks.get(1).body().lines()).hasSize(2).anyMatch(line -> line.contains("\"version\":2"));
        assertThat(results.told).containsExactly("rejected 4", "indexed 2", "indexed 3", "coalesced 1");
        assertThat(results.retries()).isZero();
    }

    @Test
    void sendsAgainOnlyTheItemsThatTheClusterCouldNotTake() {
        server.thenItems("201", "429 es_rejected_execution_exception", "200", "503 unavailable_shards_exception")
                .thenItems("429 circuit_breaking_exception", "201");
        write(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "c", 1), Records.event(4, "d", 1));

        assertThat(server.bodies()).extracting(body -> body.lines().count()).containsExactly(8L, 4L, 2L);
        assertThat(results.told)
                .containsExactly("indexed 1", "indexed 3", "retried", "indexed 4", "retried", "indexed 2");
    }

    @Test
    void stopsWhenItemsAreRefusedMoreOftenThanAllowed() {
        for (int i = 0; i <= MAX_RETRIES; i++) {
            server.thenItems(
                    i == 0 ? new String[] {"201", "429 es_rejected_execution_exception"} : new String[] {"429 x"});
        }
        assertThatThrownBy(() -> write(Records.event(1, "a", 1), Records.event(2, "b", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(TOPIC + "-0@2")
                .hasMessageContaining("429")
                .hasMessageContaining("max.retries");
        assertThat(server.bulks).hasSize(1 + MAX_RETRIES);
        assertThat(results.told).containsOnlyOnce("indexed 1").doesNotContain("indexed 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void sendsTheRequestAgainAfterATemporaryStatus(int status) {
        server.thenStatus(status, "<html>busy</html>");
        write(Records.event(1, "a", 1));
        assertThat(results.told).containsExactly("retried", "indexed 1");
        assertThat(server.bodies()).hasSize(2).allMatch(server.bodies().peek()::equals);
    }

    @Test
    void sendsTheRequestAgainWhenNoUsableAnswerArrives() {
        server.thenDropConnection();
        write(Records.event(1, "a", 1));
        server.thenStaySilent();
        write(writer(impatient(server), 100, 1_000_000), Records.event(2, "a", 1));
        server.thenCutAnswerShort();
        write(Records.event(3, "a", 1));
        server.thenStatus(200, "<html>a portal</html>");
        write(Records.event(4, "a", 1));
        server.thenItems("201", "201");
        write(Records.event(5, "a", 1));
        server.thenStatus(200, "");
        write(Records.event(6, "a", 1));
        server.thenStatus(200, "[]");
        write(Records.event(7, "a", 1));

        assertThat(results.told.stream().filter("retried"::equals)).hasSize(7);
        assertThat(results.told.stream().filter(told -> told.startsWith("indexed")))
                .hasSize(7);
    }

    private static Connection impatient(ScriptedElasticsearch... nodes) {
        return new Connection(
                Arrays.stream(nodes).map(node -> URI.create(node.url())).toList(),
                Credentials.NONE,
                Map.of(),
                Duration.ofSeconds(2),
                Duration.ofMillis(800),
                Duration.ofSeconds(30),
                1,
                false,
                "x");
    }

    @Test
    void goesOnTryingThroughAnOutage() throws IOException {
        int port = server.port();
        server.close();
        maxRetries = Backoff.UNLIMITED;
        BulkWriter writer = writer(server.connection(), 100, 1_000_000);
        writer.write(documents(Records.event(1, "a", 1)));
        await().until(() -> results.retries() > 20);
        writer.rethrow();
        try (ScriptedElasticsearch again = new ScriptedElasticsearch(port)) {
            settle(writer);
            assertThat(again.bulks).hasSize(1);
        }
        assertThat(results.told).endsWith("indexed 1");
    }

    @Test
    void goesOnWithTheNodesThatAreUp() throws IOException {
        ScriptedElasticsearch down = new ScriptedElasticsearch();
        URI gone = URI.create(down.url());
        down.close();
        BulkWriter writer = writer(
                ScriptedElasticsearch.connection(false, List.of(gone, URI.create(server.url()))), 100, 1_000_000);
        for (int offset = 0; offset < 4; offset++) {
            write(writer, Records.event(offset, "a", offset + 1));
        }
        assertThat(results.told).containsExactly("indexed 0", "indexed 1", "indexed 2", "indexed 3");
    }

    /** An overloaded cluster would have it from each of its nodes at once. */
    @Test
    void pausesBeforeTheNextNodeHasABulkThatOneHasHad() throws IOException {
        try (ScriptedElasticsearch other = new ScriptedElasticsearch()) {
            BulkWriter writer = writer(impatient(server, other), 100, 1_000_000);
            server.thenStatus(503, "");
            write(writer, Records.event(0, "a", 1));
            assertThat(results.told).containsExactly("retried", "indexed 0");
            other.thenStaySilent();
            server.thenStaySilent();
            write(writer, Records.event(1, "a", 2));
            assertThat(results.told).endsWith("retried", "indexed 1");
            assertThat(results.retries()).isGreaterThanOrEqualTo(2);
            assertThat(server.bulks.size() + other.bulks.size()).isEqualTo(results.retries() + 2);
        }
    }

    @Test
    void asksTheNextNodeAtOnceWhatOneDoesNotAnswer() throws IOException {
        server.answerHeadsWith(503);
        try (ScriptedElasticsearch other = new ScriptedElasticsearch()) {
            other.indices.add(INDEX);
            Connection both =
                    ScriptedElasticsearch.connection(false, List.of(URI.create(server.url()), URI.create(other.url())));
            for (int i = 0; i < 2; i++) {
                try (Elasticsearch elasticsearch = new Elasticsearch(both)) {
                    assertThat(new TargetIndex(elasticsearch, INDEX).state()).isEqualTo(TargetIndex.IndexState.PRESENT);
                }
            }
        }
        assertThat(server.others).isNotEmpty();
    }

    @Test
    void passesOverWhatIsAlreadyNewer() {
        server.thenItems("409 version_conflict_engine_exception", "201");
        write(Records.event(1, "a", 1), Records.event(2, "b", 1));
        assertThat(results.told).containsExactly("versionConflict 1", "indexed 2");
    }

    @Test
    void tellsOfRejectedDocumentsWithoutQuotingThem() {
        server.thenItems("400 document_parsing_exception", "201");
        write(Records.event(1, "a", 1), Records.event(2, "b", 1));
        assertThat(results.told).containsExactly("rejected 1", "indexed 2");
        assertThat(results.lastRejection).hasToString("400 document_parsing_exception (number_format_exception)");
        assertThat(server.bulks.get(0).line()).contains("filter_path=");
    }

    @Test
    void takesTheRestOfAnAnswerInBeforeItStops() {
        server.thenItems("404 index_not_found_exception", "201", "429 x");
        assertThatThrownBy(() -> write(Records.event(1, "a", 1), Records.event(2, "b", 1), Records.event(3, "c", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(TOPIC + "-0@1 (index " + INDEX + ", id a, version 1)")
                .hasMessageContaining("404 index_not_found_exception")
                .hasMessageContaining("the index does not exist")
                .hasMessageNotContaining("hunter2");
        assertThat(results.told).containsExactly("indexed 2");
    }

    @Test
    void stopsWhenTheListenerWillNotGoOnWithoutARejectedDocument() {
        server.thenItems("400 document_parsing_exception", "201");
        results.stopAtRejections = true;
        assertThatThrownBy(() -> write(Records.event(1, "a", 1), Records.event(2, "b", 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessage("stop");
        assertThat(results.told).containsExactly("indexed 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void stopsAtAnyOtherStatusOfTheRequestAndSaysWhatToDo(int status) {
        server.thenStatus(status, "{\"error\":{\"reason\":\"hunter2\"}}");
        assertThatThrownBy(() -> write(Records.event(1, "a", 1)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageStartingWith("Elasticsearch answered " + status + " to POST /_bulk; ")
                .hasMessageNotContaining("hunter2");
        assertThat(server.bulks).hasSize(1);
        assertThat(results.retries()).isZero();
    }

    /** As Elasticsearch does while its .security index has no primary. */
    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void retriesWhatWasAcceptedBefore(int status) {
        BulkWriter writer = writer(server.connection(), 100, 1_000_000);
        write(writer, Records.event(1, "a", 1));
        server.thenStatus(status, "").thenStatus(status, "");
        write(writer, Records.event(2, "a", 2));
        assertThat(results.told).containsExactly("indexed 1", "retried", "retried", "indexed 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void retriesRefusedCredentialsAndPermissionsForSomeMinutesOnly(int status) {
        BulkWriter writer = writer(server.connection(), 100, 1_000_000);
        write(writer, Records.event(1, "a", 1));
        server.thenStatus(status, "");
        write(writer, Records.event(2, "a", 2));
        server.thenStatus(status, "");
        results.whenRetried = () -> {
            now.addAndGet(GracePeriod.LENGTH.toNanos());
            server.thenStatus(status, "");
        };
        assertThatThrownBy(() -> write(writer, Records.event(3, "a", 3)))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(String.valueOf(status))
                .hasMessageContaining("connection.username");
        assertThat(results.told).doesNotContain("indexed 3");
    }

    /** A privilege that was taken away would otherwise be retried without end, as others are still there. */
    @Test
    void thatAnotherRequestIsPermittedDoesNotProlongTheGrace() {
        server.indices.add(INDEX);
        try (Elasticsearch elasticsearch = new Elasticsearch(server.connection(), now::get)) {
            server.thenItems("201");
            elasticsearch.send(ByteBuffer.wrap("{}\n".getBytes(StandardCharsets.UTF_8)), 1);
            TargetIndex other = new TargetIndex(elasticsearch, INDEX);
            for (Class<?> expected : List.of(ClusterUnavailableException.class, RefusedException.class)) {
                assertThat(other.identity()).isPresent();
                server.thenStatus(403, "");
                assertThatThrownBy(
                                () -> elasticsearch.send(ByteBuffer.wrap("{}\n".getBytes(StandardCharsets.UTF_8)), 1))
                        .isInstanceOf(expected);
                now.addAndGet(GracePeriod.LENGTH.toNanos());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(SinkRecord... records) {
        write(writer(server.connection(), 100, 1_000_000), records);
    }

    private static void write(BulkWriter writer, SinkRecord... records) {
        writer.write(documents(records));
        settle(writer);
    }

    private static void settle(BulkWriter writer) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            writer.rethrow();
            return writer.isIdle();
        });
    }

    /** One bulk in flight, so that what happens has an order. */
    private BulkWriter writer(Connection connection, int maxOperations, long maxBytes) {
        Elasticsearch elasticsearch = new Elasticsearch(connection, now::get);
        BulkLimits limits = new BulkLimits(maxOperations, maxBytes, 0, 1, 1_000_000, 10_000);
        Backoff backoff = new Backoff(maxRetries, 1, 1, new Random(1));
        BulkWriter writer = new BulkWriter("test", elasticsearch, results, backoff, limits);
        opened.add(writer);
        opened.add(elasticsearch);
        return writer;
    }

    private static List<Document> documents(SinkRecord... records) {
        return Arrays.stream(records).map(Records::document).toList();
    }

    /** Notes what it is told, by offset. */
    private static final class Fates implements BulkResultListener {

        final List<String> told = new CopyOnWriteArrayList<>();
        volatile boolean stopAtRejections;
        volatile BulkItemResult lastRejection;
        volatile Runnable whenRetried = () -> {};

        int retries() {
            return Collections.frequency(told, "retried");
        }

        @Override
        public void indexed(Document document) {
            tell("indexed", document);
        }

        @Override
        public void versionConflict(Document document) {
            tell("versionConflict", document);
        }

        @Override
        public void coalesced(Document document) {
            tell("coalesced", document);
        }

        @Override
        public void revoked(Document document) {
            tell("revoked", document);
        }

        @Override
        public void rejected(Document document, BulkItemResult result) {
            if (stopAtRejections) {
                throw new ConnectException("stop");
            }
            lastRejection = result;
            tell("rejected", document);
        }

        @Override
        public void sent(long nanos) {}

        @Override
        public void retried(boolean overloaded) {
            told.add("retried");
            whenRetried.run();
        }

        private void tell(String fate, Document document) {
            told.add(fate + " " + document.coordinates().offset());
        }
    }
}
