/**
 * Files and folders as a store needs them: written whole or not at all, behind links, cleaned up.
 */
@NullMarked
package dev.triptych.worker.store.files;

import org.jspecify.annotations.NullMarked;
