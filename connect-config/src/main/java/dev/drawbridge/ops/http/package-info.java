/** HTTP with basic authentication and TLS, for a tool that may be idle for minutes. */
@NullMarked
package dev.drawbridge.ops.http;

import org.jspecify.annotations.NullMarked;
