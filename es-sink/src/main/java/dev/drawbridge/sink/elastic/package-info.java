/** The network: the only package that knows the Elasticsearch client. */
@NullMarked
package dev.drawbridge.sink.elastic;

import org.jspecify.annotations.NullMarked;
