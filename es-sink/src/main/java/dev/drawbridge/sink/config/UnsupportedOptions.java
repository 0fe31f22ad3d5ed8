package dev.drawbridge.sink.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Options of other Elasticsearch sinks that this one has not: a configuration brought along must not be taken to do what it did
 * there. Values that ask for nothing else than what happens here pass.
 */
final class UnsupportedOptions {

    /**
     * An option that is not there.
     *
     * @param name of the option, or the beginning of several names if it ends with a dot
     * @param harmless values, in lower case, that ask for what happens here anyway
     * @param instead what to do
     */
    record Unsupported(String name, List<String> harmless, String instead) {

        boolean covers(String option) {
            return name.endsWith(".") ? option.startsWith(name) : option.equals(name);
        }

        boolean refuses(String value) {
            return !value.isBlank() && !harmless.contains(value.strip().toLowerCase(Locale.ROOT));
        }
    }

    static final List<Unsupported> ALL = List.of(
            new Unsupported(
                    "key.ignore",
                    List.of("false"),
                    "ids always come from keys, without which no version could be kept; produce the topic with the id as key: a"
                            + " transform that takes it from the value, such as ValueToKey, fails on erasures, which have none"),
            new Unsupported(
                    "schema.ignore",
                    List.of("true"),
                    "mappings are never made from schemas; create the index with its mapping, or set index.definition"),
            new Unsupported(
                    "topic.key.ignore",
                    List.of(),
                    "ids always come from keys, for every topic; produce each topic with the id as key"),
            new Unsupported(
                    "topic.schema.ignore",
                    List.of(),
                    "schemas are ignored for every topic; create the indices with their mappings, or set index.definition"),
            new Unsupported(
                    "topic.index.map", List.of(), "set topic.to.external.resource.mapping, which has the same form"),
            new Unsupported(
                    "auto.create.indices.at.start",
                    List.of("false"),
                    "no index is created with a guessed mapping; set index.definition, or create it"),
            new Unsupported(
                    "compact.map.entries",
                    List.of("true"),
                    "a map becomes an object with its keys as fields; publish a list of structs with key and value"),
            new Unsupported("type.name", List.of("_doc"), "Elasticsearch has no mapping types any more"),
            new Unsupported(
                    "write.method",
                    List.of("insert"),
                    "a record is a whole document, and parts of one cannot be kept in order; publish the whole state"),
            new Unsupported(
                    "behavior.on.version.conflict",
                    List.of("ignore"),
                    "a conflict says that the index has a newer version already, which is no failure; see the metric"
                            + " Conflicts"),
            new Unsupported(
                    "drop.invalid.message",
                    List.of("false"),
                    "nothing is dropped; set behavior.on.malformed.documents=report and a dead letter queue"),
            new Unsupported(
                    "external.resource.usage", List.of("index"), "documents are written to concrete indices alone"),
            new Unsupported("data.stream.", List.of("none"), "a data stream only grows, and a document here changes"),
            new Unsupported(
                    "proxy.", List.of(), "proxies are not supported; give connection.url an address that is reached"),
            new Unsupported(
                    "auth.type",
                    List.of("none", "basic", "api_key"),
                    "set connection.username or api.key.value, or elastic.https.ssl.keystore.* for a client certificate"),
            new Unsupported(
                    "elastic.security.protocol",
                    List.of("plaintext", "ssl"),
                    "the scheme of connection.url says whether TLS is spoken"),
            new Unsupported(
                    "flush.timeout.ms",
                    List.of(),
                    "nothing waits for a flush: offsets are committed as far as documents are"));

    private UnsupportedOptions() {}

    /** What is wrong, by option. */
    static void crossCheck(Map<String, String> properties, Map<String, String> errors) {
        properties.forEach((option, value) -> ALL.stream()
                .filter(unsupported -> unsupported.covers(option) && unsupported.refuses(String.valueOf(value)))
                .forEach(unsupported ->
                        errors.put(option, option + " is not supported: " + unsupported.instead() + ". Remove it")));
    }
}
