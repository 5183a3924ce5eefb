/** Where artefacts live: immutable blobs by digest, and named documents beside them. */
@NullMarked
package dev.triptych.worker.store;

import org.jspecify.annotations.NullMarked;
