package org.commworld.mapreduce.mrjob.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are {@code json.dumps} of Python 3.11. */
@Timeout(20)
class PythonFloatTest {
  @ParameterizedTest
  @CsvSource({
    "0x1.999999999999ap-4,0.1",
    "-0x0.0p+0,-0.0",
    "0x0.0p+0,0.0",
    "0x1.0000000000000p+0,1.0",
    "0x1.9000000000000p+6,100.0",
    "0x1.1c37937e08000p+53,1e+16",
    "0x1.c6bf526340000p+49,1000000000000000.0",
    "0x1.b69b4ba630f35p+56,1.2345678901234568e+17",
    "0x1.1c37937e07fffp+53,9999999999999998.0",
    "0x1.a36e2eb1c432dp-14,0.0001",
    "0x1.4f8b588e368f1p-17,1e-05",
    "0x1.ad7f29abcaf48p-24,1e-07",
    "0x1.02e4b6ce5dc68p-13,0.00012345",
    "0x1.1eb2d66005835p+997,1.5e+300",
    "0x0.0000000000001p-1022,5e-324",
    "0x1.fffffffffffffp+1023,1.7976931348623157e+308",
    "0x1.0000000000000p-1022,2.2250738585072014e-308",
    "0x1.0624dd2f1a9fcp-9,0.002",
    "0x1.52d02c7e14af6p+77,2e+23",
    "0x1.52d02c7e14af6p+76,1e+23",
    "0x1.98059ac99a685p-24,9.5e-08",
    "0x1.921fb54442d18p+1,3.141592653589793",
    "0x1.5555555555555p-2,0.3333333333333333",
    "0x1.5555555555555p-1,0.6666666666666666",
    "0x1.0f0cf064dd592p+73,1e+22",
    "0x1.0000000000000p+53,9007199254740992.0",
    "0x1.0000000000000p-44,5.684341886080802e-14",
    "0x1.0000000000000p-1021,4.450147717014403e-308",
    "0x1.1666666666666p+2,4.35",
    "0x1.a666666666667p+1,3.3000000000000003",
    "0x1.c7e83209e90b2p+72,8.41e+21",
    "0x1.0000000000000p+89,6.189700196426902e+26",
    "0x1.0000000000000p-24,5.960464477539063e-08",
    "0x1.1c37937e08000p+52,5000000000000000.0",
    "-0x1.34a456d5cfaadp+10,-1234.5678",
    "0x1.0000000000000p-25,2.9802322387695312e-08",
    "-0x1.74de452e6b438p+811,-1.989032661366619e+244",
    "0x1.3270e269e0d37p+594,7.761117632285041e+178",
    "0x1.c7fd0a6a3a450p-826,3.980498358697587e-249",
    "-0x1.f0824128b2f33p+292,-1.5432835417340557e+88",
    "0x1.8e811892f902bp-638,1.3647584518757569e-192",
    "-0x1.1985d5d9dc9f8p-684,-1.3701135617873088e-206",
    "-0x1.25d940ed90475p+655,-1.7160537630466207e+197",
    "0x1.675cc81e74ef5p-144,6.294675241195386e-44",
    "0x1.0a35a099950d8p-671,1.0613447212142254e-202",
    "0x1.d549b6f03675ap+689,4.708325160387546e+207"
  })
  void writesWhatPythonWrites(String hexadecimal, String expected) {
    assertThat(text(Double.parseDouble(hexadecimal))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"NaN,NaN", "Infinity,Infinity", "-Infinity,-Infinity"})
  void writesWhatIsNoNumber(String value, String expected) {
    assertThat(text(Double.parseDouble(value))).isEqualTo(expected);
  }

  @Test
  void everyTextReadsBackAsTheSameDouble() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(value)) {
        assertThat(Double.parseDouble(text(value))).isEqualTo(value);
      }
    }
  }

  private static String text(double value) {
    StringBuilder out = new StringBuilder();
    PythonFloat.write(value, out);
    return out.toString();
  }
}
