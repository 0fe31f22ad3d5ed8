/** The outbox source against EventRouter, from a backlog. */
@NullMarked
package dev.drawbridge.bench.source;

import org.jspecify.annotations.NullMarked;
