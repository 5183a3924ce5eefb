/** A store in a folder of this machine. */
@NullMarked
package dev.triptych.worker.store.folder;

import org.jspecify.annotations.NullMarked;
