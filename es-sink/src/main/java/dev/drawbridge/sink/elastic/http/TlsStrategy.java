package dev.drawbridge.sink.elastic.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.http.conn.ssl.DefaultHostnameVerifier;
import org.apache.http.conn.ssl.NoopHostnameVerifier;
import org.apache.http.nio.conn.ssl.SSLIOSessionStrategy;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** How the HTTP client encrypts, from Kafka's options for TLS. */
final class TlsStrategy {

    private TlsStrategy() {}

    /**
     * Reads keys and certificates once.
     *
     * @param options by Kafka's names (ssl.truststore.location …)
     * @throws ConfigException naming protocols or cipher suites that this JVM does not have
     * @throws org.apache.kafka.common.KafkaException when keys or certificates cannot be read
     */
    static SSLIOSessionStrategy of(Map<String, Object> options) {
        SSLContext context = context(options);
        SSLParameters supported = context.getSupportedSSLParameters();
        return new SSLIOSessionStrategy(
                context,
                chosen(options, SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, supported.getProtocols()),
                chosen(options, SslConfigs.SSL_CIPHER_SUITES_CONFIG, supported.getCipherSuites()),
                verifier(options));
    }

    /** Kafka's own reading of its options: JKS, PKCS12 and PEM, in files or inline. */
    private static SSLContext context(Map<String, Object> options) {
        try (DefaultSslEngineFactory tls = new DefaultSslEngineFactory()) {
            tls.configure(options);
            return tls.sslContext();
        }
    }

    /** Null for the JVM's own choice. Later, an unknown name would be taken for a cluster out of reach, and tried without end. */
    private static String @Nullable [] chosen(Map<String, Object> options, String option, String[] supported) {
        if (!(options.get(option) instanceof List<?> names) || names.isEmpty()) {
            return null;
        }
        List<String> unknown = names.stream()
                .map(String::valueOf)
                .filter(name -> !Arrays.asList(supported).contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ConfigException(option + " names " + String.join(", ", unknown)
                    + ", which this JVM does not have; choose from " + String.join(", ", supported));
        }
        return names.stream().map(String::valueOf).toArray(String[]::new);
    }

    private static HostnameVerifier verifier(Map<String, Object> options) {
        @Nullable Object algorithm = options.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        return algorithm == null || algorithm.toString().isEmpty()
                ? NoopHostnameVerifier.INSTANCE
                : new DefaultHostnameVerifier();
    }
}
