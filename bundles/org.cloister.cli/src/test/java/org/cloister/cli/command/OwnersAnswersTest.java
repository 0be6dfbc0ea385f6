// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.OwnersAnswers;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * V12: what the commands of a guest's owner answer as JSON is as the published schema says, for each of them and for
 * good and bad input. Each {@link Terminal} looks at that; here is that none is left out and that the schema is strict.
 */
class OwnersAnswersTest {
    private static final String REPORT = "snp/milan-v2/report_milan.bin";
    private static final String DISK = "736869e5-84f0-4973-92ec-06879ce3da0b";
    private static final String NO = " = ";

    @TempDir
    Path folder;

    /** The words of each command that end in 0, and those that end in 1 or 2; {@code =} before the code. */
    private static final Map<String, List<String>> CALLS = new LinkedHashMap<>();

    static {
        String measured = "/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny";
        CALLS.put(
                "session create",
                List.of(
                        "--pdh @legacy/naples/pdh.cert --policy 0x5 --out out --chain @legacy/naples @legacy/ca/naples",
                        "--pdh @legacy/naples/pdh.cert --policy 0x5 --out other = 1"));
        CALLS.put(
                "secret pack",
                List.of(
                        "--tik out/vm_tik.bin --tek out/vm_tek.bin --secret " + DISK + ":secret --header header"
                                + " --payload payload --measurement " + measured,
                        "--tik out/vm_tik.bin --tek out/vm_tek.bin --secret " + DISK + ":none --header h"
                                + " --payload p --measurement " + measured + " = 2"));
        CALLS.put(
                "verify report",
                List.of(
                        "--report @" + REPORT + " --certs @snp/milan-v2 --at 2025-06-01T00:00:00.5Z",
                        "--report @" + REPORT + " --report @" + REPORT
                                + " --certs @snp/milan-v2 --at 2025-06-01 --all-checks",
                        "--report @" + REPORT + " --report none --certs @snp/milan-v2 --at 2025-06-01 = 2",
                        "--report @" + REPORT + " --certs @snp/genoa-v3 = 1",
                        "--report secret --certs @snp/genoa-v3 = 1",
                        "--report none --certs @snp/genoa-v3 = 2",
                        "--report @" + REPORT + " = 2"));
        CALLS.put("verify chain", List.of("@snp/turin --at 2026-06-01", "@snp/turin --at 2000-01-01 = 1", "none = 2"));
        CALLS.put(
                "verify measurement",
                List.of(
                        "--api-major 1 --api-minor 49 --build-id 6 --policy 5 --tik @seves/tik1.bin --vcpus 4"
                                + " --firmware @firmware/sevctl_ovmf_amdsev_tail.bin --vmsa-cpu0 @seves/vmsa0.bin"
                                + " --vmsa-cpu1 @seves/vmsa1.bin --measurement " + measured,
                        "--api-major 1 --api-minor 49 --build-id 6 --policy 0x7f --tik @seves/tik1.bin"
                                + " --measurement " + measured + " = 1",
                        "--api-major 1 --api-minor 49 --build-id 6 --policy 5 --tik none --measurement " + measured
                                + " = 2"));
        CALLS.put(
                "measure",
                List.of(
                        "--type sev-snp",
                        "--type sev --format base64",
                        "--type sev-snp --print-firmware-hash",
                        "--type sev-snp --find " + "00".repeat(48) + " = 1",
                        "--type tdx = 2"));
        CALLS.put("show", List.of("@" + REPORT, "@snp/turin/vcek_turin.der", "secret = 2", "none = 2"));
        CALLS.put("certs import", List.of("@snp/milan-v2 --out table", "none --out other = 2"));
        CALLS.put("certs export", List.of("table --out files", "secret --out others = 2"));
        CALLS.put("certs fetch", List.of("--product Milan --offline --cache cache = 1", "= 2"));
        CALLS.put(
                "id-block create",
                List.of(
                        "--measurement " + "ab".repeat(48) + " --id-key @idblock/test_id_key.pem --out block",
                        "--measurement ab --id-key @idblock/test_id_key.pem --out block = 2"));
        CALLS.put("id-block digest", List.of("@idblock/test_id_key.pem", "secret = 2"));
    }

    @Test
    @DisplayName("V12: every command of an owner's answers good and bad input as the schema says")
    void ownerV12_answersAreAsTheSchemaSays() throws IOException {
        Files.writeString(folder.resolve("secret"), "open sesame");
        List<String> wrong = new ArrayList<>();
        CALLS.forEach((command, calls) -> calls.forEach(call -> {
            String[] parts = (call + NO + "0").split(" ?= ");
            Terminal terminal = new Terminal().folder(folder);
            int code = terminal.run(words(command, parts[0]));
            if (code != Integer.parseInt(parts[1]) || !terminal.out().startsWith("{")) {
                wrong.add(command + " " + call + " ended in " + code + "\n" + terminal.err());
            }
        }));
        assertThat(wrong).isEmpty();
    }

    private static String[] words(String command, String options) {
        return Stream.of(command + " " + options + " -o json")
                .flatMap(text -> Arrays.stream(text.split(" +")))
                .map(OwnersAnswersTest::named)
                .toArray(String[]::new);
    }

    private static String named(String word) {
        return word.startsWith("@") ? Firmware.data(word.substring(1)).toString() : word;
    }

    /** A command is an owner's where it tells of bad usage in JSON. */
    @Test
    void everyCommandWithJsonHasCallsAndADefinition() {
        Set<String> commands = new TreeSet<>();
        CommandTable.rows().values().forEach(row -> {
            Terminal terminal = new Terminal();
            terminal.run(row.name(), "--surely-unknown", "-o", "json");
            if (terminal.out().startsWith("{")) {
                CommandLine line = row.model(new Terminal().context()).line();
                commands.addAll(answering(row.name(), line));
            }
        });

        assertThat(commands).containsExactlyInAnyOrderElementsOf(CALLS.keySet());
        assertThat(OwnersAnswers.SCHEMA.definitions())
                .containsAll(
                        commands.stream().map(name -> name.replace(' ', '-')).collect(Collectors.toSet()));
    }

    private static Set<String> answering(String name, CommandLine line) {
        Set<String> names = new TreeSet<>();
        if (line.getCommandSpec().findOption("--output") != null) {
            names.add(name);
        }
        line.getSubcommands().forEach((word, below) -> names.addAll(answering(name + " " + word, below)));
        return names;
    }

    @Test
    void nothingMoreAndNothingLessIsTaken() {
        Terminal terminal = new Terminal();
        terminal.run("verify", "chain", named("@snp/turin"), "-o", "json");
        String text = terminal.out();

        assertThat(violations(JsonKeys.document(text))).isEmpty();
        int objects = objects(JsonKeys.document(text)).size();
        assertThat(objects).isGreaterThan(10);
        for (int i = 0; i < objects; i++) {
            JsonObject more = JsonKeys.document(text);
            objects(more).get(i).addProperty("surplus", 1);
            assertThat(violations(more)).singleElement().asString().contains("surplus: this key is not");
            JsonObject less = JsonKeys.document(text);
            JsonObject one = objects(less).get(i);
            one.remove(one.keySet().iterator().next());
            assertThat(violations(less)).singleElement().asString().contains("there is no ");
            JsonObject other = JsonKeys.document(text);
            JsonObject changed = objects(other).get(i);
            changed.add(changed.keySet().iterator().next(), new JsonPrimitive(true));
            assertThat(violations(other)).isNotEmpty();
        }
    }

    /** Every object of the schema says which keys it has, and requires no other. */
    @Test
    void theSchemaIsClosed() throws IOException {
        Path file = Path.of("..", "..", "docs", "schema", "owner.schema.json");
        int closed = 0;
        for (JsonObject one : objects(JsonParser.parseString(Files.readString(file)))) {
            if (one.has("type") && one.get("type").equals(new JsonPrimitive("object"))) {
                closed++;
                JsonElement others = one.get("additionalProperties");
                if (others == null || others.equals(new JsonPrimitive(true))) {
                    fail("not closed: " + one);
                }
                if (one.has("required")) {
                    one.getAsJsonArray("required")
                            .forEach(name -> assertThat(
                                            one.getAsJsonObject("properties").keySet())
                                    .contains(name.getAsString()));
                }
            }
        }
        assertThat(closed).isGreaterThan(30);
    }

    private static List<String> violations(JsonObject document) {
        return OwnersAnswers.SCHEMA.violations("verify-chain", document);
    }

    private static List<JsonObject> objects(JsonElement element) {
        List<JsonObject> all = new ArrayList<>();
        if (element.isJsonObject()) {
            all.add(element.getAsJsonObject());
            element.getAsJsonObject().entrySet().forEach(one -> all.addAll(objects(one.getValue())));
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(one -> all.addAll(objects(one)));
        }
        return all;
    }
}
