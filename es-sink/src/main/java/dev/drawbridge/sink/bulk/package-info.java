/** Writing documents in bulks: what each outcome means, what is retried, what is safely done. */
@NullMarked
package dev.drawbridge.sink.bulk;

import org.jspecify.annotations.NullMarked;
