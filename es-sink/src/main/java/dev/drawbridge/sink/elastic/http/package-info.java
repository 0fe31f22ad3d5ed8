/** HTTP with the nodes of a cluster: connections, TLS, credentials, failover, and what an answer or its absence means. */
@NullMarked
package dev.drawbridge.sink.elastic.http;

import org.jspecify.annotations.NullMarked;
