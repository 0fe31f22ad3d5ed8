/** What an HTTP service of Drawbridge needs, whatever it is about: server, problems, API keys, deadlines, health, metrics. */
@NullMarked
package dev.drawbridge.http;

import org.jspecify.annotations.NullMarked;
