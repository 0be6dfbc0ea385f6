// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.cloister.it.Commands.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Vendors' types that measure into several registers, commanded as those of AMD's are. */
class VendorRegistersIT {
    private static final String OWNER = "0f".repeat(48);
    private static final String NONCE = "5a".repeat(64);

    @TempDir
    Path folder;

    private Installed installed;

    @BeforeEach
    void start() throws Exception {
        installed = Installed.started(VendorRegistersIT.class);
        Samples.install(installed.context(), Samples.REGISTER_PLATFORM);
        Samples.install(installed.context(), Samples.TD);
        Samples.install(installed.context(), Samples.REALM);
    }

    @AfterEach
    void stop() throws Exception {
        installed.close();
    }

    private Ended run(String... words) throws Exception {
        return new Commands(installed.context()).run(words);
    }

    private JsonObject json(String... words) throws Exception {
        Ended ended = run(words);
        assertThat(ended.code()).as(ended.err()).isZero();
        return JsonParser.parseString(ended.out()).getAsJsonObject();
    }

    /** A member of each element, by the element's name. */
    private static Map<String, String> byName(JsonObject json, String array, String member) {
        Map<String, String> values = new TreeMap<>();
        for (JsonElement one : json.getAsJsonArray(array)) {
            JsonObject object = one.getAsJsonObject();
            values.put(object.get("name").getAsString(), object.get(member).getAsString());
        }
        return values;
    }

    @Test
    void whatATrustDomainMeasuresIsWhatItsOwnerExpects() throws Exception {
        String policy = "mrowner=" + OWNER + ",xfam=0x3";
        JsonObject launched =
                json("launch", "--type", "td", "--platform", "emulated", "--policy", policy, "-o", "json");
        Map<String, String> registers = byName(launched, "registers", "value");
        assertThat(registers)
                .containsOnlyKeys("MRTD", "MRCONFIGID", "MROWNER", "MROWNERCONFIG", "RTMR0", "RTMR1", "RTMR2", "RTMR3")
                .containsEntry("MROWNER", OWNER);
        assertThat(byName(launched.getAsJsonObject("policy"), "fields", "value"))
                .containsEntry("XFAM", "0x3")
                .containsEntry("ATTRIBUTES", "0x10000000")
                .containsEntry("MROWNER", OWNER);
        JsonObject expected = json("measure", "--type", "td", "--property", "policy=" + policy, "-o", "json");
        assertThat(byName(expected, "registers", "value")).isEqualTo(registers);
        assertThat(registers)
                .containsEntry("MRTD", run("measure", "--type", "td").out().strip());
    }

    @Test
    void evidenceIsReadByItsFormat() throws Exception {
        Ended attested = run(
                "launch", "--type", "td", "--platform", "emulated", "--attest", "--report-data", NONCE, "-o", "json");
        assertThat(attested.code()).as(attested.err()).isZero();
        assertThat(attested.out()).contains("\"com.example.td-report\"", "\"REPORTDATA\": \"" + NONCE + "\"");
        assertThat(attested.out())
                .contains("\"MRTD\": \"" + run("measure", "--type", "td").out().strip() + "\"");
    }

    @Test
    void aLaunchThatStopsForItsOwnerHasNoMeasurementYet() throws Exception {
        Bundle bundle = InsiderBundle.start(installed.context(), Insider.class, Insider.IMPORTS);
        @SuppressWarnings("unchecked")
        UnaryOperator<String> insider =
                (UnaryOperator<String>) installed.context().getService(bundle.getRegisteredServices()[0]);
        String guest = insider.apply("launch td");
        assertThat(insider.apply("proceed " + guest)).hasSize(96);
        assertThat(insider.apply("swap td " + Samples.jar(Samples.TD))).isEqualTo(Samples.TD);
        assertThat(insider.apply("close " + guest)).isEmpty();
    }

    @Test
    void aRealmBeginsWithoutFirmware() throws Exception {
        Path kernel = Files.write(folder.resolve("kernel"), new byte[] {1, 2, 3});
        List<String> realm = List.of("--type", "realm", "--kernel", kernel.toString(), "-o", "json");
        List<String> launch = new ArrayList<>(List.of("launch", "--platform", "emulated"));
        launch.addAll(realm);
        JsonObject launched = json(launch.toArray(String[]::new));
        assertThat(byName(launched, "registers", "algorithm"))
                .containsEntry("RIM", "SHA-512")
                .containsEntry("REM3", "SHA-512");
        assertThat(byName(launched.getAsJsonObject("policy"), "fields", "value"))
                .containsKeys("hash_algo", "rpv");
        Ended without = run("launch", "--type", "realm", "--platform", "emulated");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("--kernel");
    }

    /** What an operator sets for all guests may be as long as a type's fields are. */
    @Test
    void aPolicyOfTheOperatorsHasFieldsOfAnyWidth() throws Exception {
        LauncherSettings settings = new LauncherSettings(installed.context());
        String[] owned = {"td:mrowner=" + OWNER + ",debug=off"};
        settings.configure("policy.defaults", owned, "(policy.defaults=" + owned[0] + ")");
        JsonObject launched = json("launch", "--type", "td", "--platform", "emulated", "-o", "json");
        assertThat(byName(launched, "registers", "value")).containsEntry("MROWNER", OWNER);

        String[] tooShort = {"td:mrowner=0f"};
        settings.configure("policy.defaults", tooShort, "(policy.defaults=td:mrowner=0f)");
        launched = json("launch", "--type", "td", "--platform", "emulated", "-o", "json");
        assertThat(byName(launched, "registers", "value"))
                .as("the settings before stay")
                .containsEntry("MROWNER", OWNER);
        assertThat(run("doctor").out()).contains("mrowner=0f", "96 hexadecimal digits", "policy.defaults");
    }
}
