/** A store in a bucket of an object store that speaks S3. */
@NullMarked
package dev.triptych.worker.store.s3;

import org.jspecify.annotations.NullMarked;
