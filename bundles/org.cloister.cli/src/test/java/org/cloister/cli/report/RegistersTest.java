// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.EvidenceFormat;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.cli.guard.AskedEvidenceFormat;
import org.cloister.cli.guard.VendorService;
import org.junit.jupiter.api.Test;

/** What types of other vendors have more of: registers, fields of a policy, formats of evidence. */
class RegistersTest {
    private static final Measurement MEASURED = Measurement.of(
                    "SHA-384", Bytes.ofHex("aa"), Measurement.Source.FIRMWARE)
            .with(List.of(
                    new MeasuredRegister("MRTD", "SHA-384", Bytes.ofHex("aa"), MeasuredRegister.Source.FIRMWARE, false),
                    new MeasuredRegister("RTMR3", "SHA-384", Bytes.ofHex("00"), MeasuredRegister.Source.GUEST, true),
                    new MeasuredRegister("MROWNER", "", Bytes.ofHex("11"), MeasuredRegister.Source.HOST, false)));

    @Test
    void registersStandBesideTheMeasurement() {
        JsonObject json = new JsonObject();
        LaunchJson.measured(json, "measurement", MEASURED);
        assertThat(json.getAsJsonObject("measurement").get("value").getAsString())
                .isEqualTo("aa");
        assertThat(json.getAsJsonArray("registers").get(1).toString())
                .isEqualTo("{\"name\":\"RTMR3\",\"algorithm\":\"SHA-384\",\"value\":\"00\",\"source\":\"guest\","
                        + "\"extended\":true}");
    }

    @Test
    void oneDigestHasNoRegisters() {
        JsonObject json = new JsonObject();
        LaunchJson.measured(
                json, "measurement", Measurement.of("SHA-384", Bytes.ofHex("aa"), Measurement.Source.FIRMWARE));
        assertThat(json.keySet()).containsExactly("measurement");
    }

    @Test
    void peopleSeeWhoseWordEachRegisterIs() {
        Table table = new Table("");
        LaunchText.measurement(table, MEASURED, Trust.EMULATED);
        assertThat(String.join("\n", table.lines()))
                .contains("RTMR3", "SHA-384, of the guest; the guest goes on extending it", "said by the host");
    }

    @Test
    void fieldsStandBesideThePolicysNumber() {
        PolicyField xfam = new PolicyField.Number("XFAM", 64, 3);
        GuestPolicy policy = new GuestPolicy(1, Map.of("debug", "on"), List.of(xfam));
        assertThat(LaunchJson.policy(policy).toString())
                .isEqualTo("{\"value\":\"0x1\",\"bits\":{\"debug\":\"on\"},"
                        + "\"fields\":[{\"name\":\"XFAM\",\"width\":64,\"value\":\"0x3\"}]}");
        assertThat(LaunchJson.policy(new GuestPolicy(1, Map.of())).keySet()).containsExactly("value", "bits");
    }

    private static AskedEvidenceFormat format(String name, String claim) {
        EvidenceFormat format = new EvidenceFormat() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, String> claims(Evidence evidence) {
                if (evidence.report().length() == 0) {
                    throw Problem.input("quote.size", "this is not a quote").exception();
                }
                return Map.of("from", claim);
            }
        };
        return new AskedEvidenceFormat(VendorService.of("com.example", () -> format, VendorService.PATIENCE));
    }

    private static final List<AskedEvidenceFormat> READERS =
            List.of(format("tdx-quote", "higher"), format("tdx-quote", "lower"), format("cca-token", "other"));

    private static ClaimedEvidence read(String report, String format) {
        return ClaimedEvidence.of(new Evidence(Bytes.ofHex(report), Bytes.EMPTY, format), READERS, failing -> {
            throw failing;
        });
    }

    @Test
    void theReaderOfHighestRankingIsChosenByTheFormatsName() {
        assertThat(read("00", Evidence.TDX_QUOTE).claims()).isEqualTo(Map.of("from", "higher"));
        assertThat(read("00", Evidence.CCA_TOKEN).claims()).isEqualTo(Map.of("from", "other"));
    }

    @Test
    void evidenceThatNothingReadsOrThatIsDamagedIsNotRead() {
        assertThat(read("00", "vendors-own").claims()).isEmpty();
        assertThat(read("00", "").format()).isEmpty();
        assertThat(read("", Evidence.TDX_QUOTE).unread()).isEqualTo(Optional.of("this is not a quote"));
    }
}
