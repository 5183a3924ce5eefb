package dev.triptych.cli.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** An animated GIF (CompuServe 1990, GIF89a): a palette of its own for each frame, by an octree. */
final class GifFilm implements FilmWriter {
  private static final String TREE = "javax_imageio_gif_image_1.0";
  private static final int HUNDREDTHS = 100; // of a second: the format knows no shorter times
  private static final byte[] FOR_EVER = {1, 0, 0};

  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
  private final ImageOutputStream out;
  private final Timing timing;
  private int frame;

  GifFilm(Path file, Timing timing) throws IOException {
    this.timing = timing;
    this.out = ImageIO.createImageOutputStream(file.toFile());
    writer.setOutput(out);
    writer.prepareWriteSequence(null);
  }

  @Override
  public void add(BufferedImage picture) throws IOException {
    BufferedImage indexed = Palette.of(picture).apply(picture);
    IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(indexed), null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(TREE);
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", String.valueOf(timing.length(frame, HUNDREDTHS)));
    if (frame == 0) {
      IIOMetadataNode again = new IIOMetadataNode("ApplicationExtension");
      again.setAttribute("applicationID", "NETSCAPE");
      again.setAttribute("authenticationCode", "2.0");
      again.setUserObject(FOR_EVER);
      child(root, "ApplicationExtensions").appendChild(again);
    }
    metadata.setFromTree(TREE, root);
    writer.writeToSequence(new IIOImage(indexed, null, metadata), null);
    frame++;
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }
}
