package dev.triptych.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.triptych.models.torch.Torch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the same bytes for two tensors, some of the same, an empty tensor inside another
        "{'a':{F32,[2],0,8},'b':{F32,[2],0,8}} | 8 | a (bytes 0 to 8) and b (bytes 0 to 8) overlap",
        "{'a':{F32,[4],0,16},'b':{F32,[2],12,20}} | 20 | b (bytes 12 to 20) overlap",
        "{'a':{F32,[2],0,8},'b':{F32,[0],4,4}} | 8 | b (bytes 4 to 4) overlap",
        // bytes of no tensor: behind all, before all, between two, without any
        "{'a':{F32,[2],0,8}} | 16 | bytes 8 to 16 of the data, behind a (bytes 0 to 8)",
        "{'a':{F32,[2],4,12}} | 12 | bytes 0 to 4 of the data, between the header and a",
        "{'b':{F32,[1],12,16},'a':{F32,[2],0,8}} | 16 | bytes 8 to 12 of the data, between a",
        "{} | 1 | bytes 0 to 1 of the data, behind the header",
        // names that come twice, at each level
        "{'a':{F32,[1],0,4},'a':{F32,[1],4,8}} | 8 | Duplicate field 'a'",
        "{'a':{'dtype':'F32','dtype':'I32','shape':[1],'data_offsets':[0,4]}} | 4 | 'dtype'",
        "{'__metadata__':{'k':'1','k':'2'},'a':{F32,[1],0,4}} | 4 | Duplicate field 'k'",
        // sizes that are none, overflow, or do not fill the bytes
        "{'a':{F32,[2.5],0,10}} | 10 | the shape of tensor a has 2.5",
        "{'a':{F32,['2'],0,8}} | 8 | the shape of tensor a has \"2\"",
        "{'a':{F32,[-1],0,4}} | 4 | the shape of tensor a has -1",
        "{'a':{F32,[1],0.0,4}} | 4 | data_offsets of tensor a has 0.0",
        "{'a':{F32,[4611686018427387904],0,0}} | 0 | impossible shape",
        "{'a':{F32,[99999999999999999999],0,0}} | 0 | the shape of tensor a",
        "{'a':{F32,[3],0,8}} | 8 | a (bytes 0 to 8) is F32(3), which takes 12 bytes",
        "{'a':{F16,[3],0,8}} | 8 | takes 6 bytes",
        "{'a':{F32,[2],8,0}} | 8 | ends before it begins",
        "{'a':{F32,[2],0,8}} | 4 | ends behind the 4 bytes of data",
        // what is no header
        "{'a':{F12,[2],0,8}} | 8 | dtype F12",
        "{'a':[]} | 0 | lacks dtype, shape or data_offsets",
        "[] | 0 | not an object",
        "{}{} | 0 | more after the end",
        "{'__metadata__':[]} | 0 | metadata is not an object",
        "{'__metadata__':{'step':7}} | 0 | a step that is not text",
        "{'a' | 0 | not JSON at line 1"
      })
  void saysWhichTensorsAndBytesAreWrong(String header, int dataBytes, String complaint) {
    assertThatThrownBy(() -> Safetensors.of("some.safetensors", file(header, dataBytes)))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("Not a usable safetensors file (")
        .hasMessageEndingWith("): some.safetensors")
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("Source");
  }

  @Test
  void takesTensorsInAnyOrderOfAnySizeAndAlignment() {
    // The format asks for no alignment: the float lies at an odd byte.
    String header = "{'b':{F32,[],3,7},'empty':{F32,[0,4],7,7},'a':{U8,[3],0,3}}  ";
    Safetensors read = Safetensors.of("odd", file(header, 7));

    try (NDManager manager = Torch.newManager()) {
      assertThat(read.names()).containsExactly("b", "empty", "a");
      assertThat(read.read("b", manager).getFloat()).isZero();
      assertThat(read.readLongs("a")).containsExactly(0, 0, 0);
    }
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    byte[] file = file("{'a':{U8,[1],0,1}}", 1);
    file[10] = (byte) 0xff;

    assertThatThrownBy(() -> Safetensors.of("latin", file)).hasMessageContaining("not UTF-8");
  }

  /**
   * @param header JSON with single quotes, where {@code {F32,[2],0,8}} is short for a tensor
   */
  private static byte[] file(String header, int dataBytes) {
    byte[] json =
        header
            .replaceAll(
                "\\{([A-Z0-9]+),(\\[[^\\]]*\\]),([0-9.]+),([0-9.]+)\\}",
                "{'dtype':'$1','shape':$2,'data_offsets':[$3,$4]}")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }
}
