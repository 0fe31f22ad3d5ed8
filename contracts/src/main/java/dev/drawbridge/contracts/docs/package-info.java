/** What a contract's consumers get: schema, AsyncAPI, TypeScript, a page. */
@NullMarked
package dev.drawbridge.contracts.docs;

import org.jspecify.annotations.NullMarked;
