/** From a record to a document: id, version and a source that is proven safe to send. */
@NullMarked
package dev.drawbridge.sink.document;

import org.jspecify.annotations.NullMarked;
