/**
 * Contracts of where artefacts live: immutable blobs by digest, and named documents beside them.
 * What keeps them is in the packages below.
 */
@NullMarked
package dev.triptych.worker.store;

import org.jspecify.annotations.NullMarked;
