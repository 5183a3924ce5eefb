package dev.triptych.cli.datasets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an export says of one picture, in the form that readers of image folders expect.
 *
 * @param file path below the folder; null where the picture's place says it
 * @param kind {@code edited}, or {@code source} for the plain face
 * @param source path of the plain face from the same side; null of a source itself
 * @param style as text; null of a source, which has none
 * @param dataset names the style and identity within the run
 * @param identity number of the face
 * @param identitySeed from which the face is drawn; null of a photo's
 * @param identityPhoto SHA-256 of the photo's head whose face it is; null of one that is drawn
 * @param heldOut whether it is never trained on
 * @param frontal whether it is the input of its head
 * @param pitch nominal degrees, positive from above
 * @param yaw nominal degrees, positive from the right-hand side of the frontal picture
 * @param angles how these angles became a camera
 * @param camera 16 numbers of the row-major camera-to-world matrix, and 9 of the intrinsics; null
 *     if the prior set is not on this machine
 * @param sha256 of the picture
 * @param sourceSha256 of the plain face; null of a source itself
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Sample(
    @JsonProperty("file_name") @Nullable String file,
    String kind,
    @Nullable String source,
    @Nullable String style,
    String dataset,
    int identity,
    @JsonProperty("identity_seed") @Nullable Long identitySeed,
    @JsonProperty("identity_photo") @Nullable String identityPhoto,
    @JsonProperty("held_out") boolean heldOut,
    boolean frontal,
    double pitch,
    double yaw,
    String angles,
    @Nullable List<Float> camera,
    String sha256,
    @JsonProperty("source_sha256") @Nullable String sourceSha256) {}
