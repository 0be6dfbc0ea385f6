// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a client receives, byte for byte. The texts are those of a QEMU for the same mistakes (QEMU,
 * tests/qtest/qmp-test.c, docs/interop/qmp-spec.rst).
 */
class QmpConnectionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1258551470, 802384_000), ZoneOffset.UTC);

    private static final List<Command> TABLE = List.of(
            Command.action("works", () -> {}),
            Command.action("fails", () -> {
                throw Problem.operation("test.fails", "it does not work")
                        .at("here")
                        .remedy("try again")
                        .exception();
            }),
            new Command(
                    "takes",
                    List.of(
                            Parameter.required("text", Type.STRING),
                            Parameter.optional("number", Type.INTEGER),
                            Parameter.optional("size", Type.UINT64),
                            Parameter.optional("data", Type.STRING)),
                    Shape.TEXT,
                    arguments -> new JsonPrimitive(arguments.text("text")
                            + arguments.optionalNumber("number")
                            + arguments.optionalNumber("size"))),
            new Command(
                    "decodes",
                    List.of(Parameter.required("data", Type.STRING)),
                    Shape.TEXT,
                    arguments -> new JsonPrimitive(arguments.base64("data").hex())));

    private final List<String> heard = new ArrayList<>();
    private final QmpConnection conversation =
            new QmpConnection(new JsonObject(), TABLE, List.of(), heard::add, () -> heard.add("settled"), CLOCK);

    @BeforeEach
    void greet() throws IOException {
        conversation.greet();
        assertThat(heard).containsExactly("{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n");
        heard.clear();
    }

    @Test
    void nothingButNegotiationIsHeardFirst() throws IOException {
        conversation.send(Event.of("STOP"));
        assertThat(heard).isEmpty();

        assertThat(say("{\"execute\": \"works\", \"id\": 1}"))
                .isEqualTo("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": "
                        + "\"Expecting capabilities negotiation with 'qmp_capabilities'\"}, \"id\": 1}\r\n");
        assertThat(say("{\"execute\": \"query-version\"}")).contains("Expecting capabilities negotiation");
        assertThat(say("{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [\"oob\"]}}"))
                .contains("\"GenericError\", \"desc\": \"Capability oob not available\"");
        assertThat(say("{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [1]}}"))
                .contains("Invalid parameter type for 'enable[0]', expected: string");
        assertThat(say("{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": []}}"))
                .isEqualTo("{\"return\": {}}\r\n");
        assertThat(say("{\"execute\": \"qmp_capabilities\"}"))
                .contains("CommandNotFound", "Capabilities negotiation is already complete, command ignored");
        assertThat(say("{\"execute\": \"query-version\"}")).isEqualTo("{\"return\": {}}\r\n");
    }

    @Test
    void eventsHaveTheirTime() throws IOException {
        negotiate();
        conversation.send(Event.of("STOP"));
        JsonObject data = new JsonObject();
        data.addProperty("guest", true);
        conversation.send(new Event("SHUTDOWN", data));
        assertThat(heard)
                .containsExactly(
                        "{\"timestamp\": {\"seconds\": 1258551470, \"microseconds\": 802384}, \"event\": \"STOP\"}\r\n",
                        "{\"timestamp\": {\"seconds\": 1258551470, \"microseconds\": 802384}, \"event\": \"SHUTDOWN\", "
                                + "\"data\": {\"guest\": true}}\r\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"execute": "nix"}                                          | CommandNotFound | The command nix has not been found
            {"execute": }                                               | GenericError    | 2:13: JSON parse error, expecting value
            []                                                          | GenericError    | QMP input must be a JSON object
            "works"                                                     | GenericError    | QMP input must be a JSON object
            {}                                                          | GenericError    | QMP input lacks member 'execute'
            {"execute": true}                                           | GenericError    | QMP input member 'execute' must be a string
            {"execute": "works", "arguments": []}                       | GenericError    | QMP input member 'arguments' must be an object
            {"execute": "works", "extra": 1}                            | GenericError    | QMP input member 'extra' is unexpected
            {"exec-oob": "works"}                                       | GenericError    | QMP input member 'exec-oob' is unexpected
            {"execute": "works", "arguments": {"a": 1}}                 | GenericError    | Parameter 'a' is unexpected
            {"execute": "takes"}                                        | GenericError    | Parameter 'text' is missing
            {"execute": "takes", "arguments": {"text": 1, "b": 2}}      | GenericError    | Invalid parameter type for 'text', expected: string
            {"execute": "takes", "arguments": {"text": null}}           | GenericError    | Invalid parameter type for 'text', expected: string
            {"execute": "takes", "arguments": {"text": "", "number": "1"}} | GenericError | Invalid parameter type for 'number', expected: integer
            {"execute": "takes", "arguments": {"text": "", "number": 1.5}} | GenericError | Invalid parameter type for 'number', expected: integer
            {"execute": "takes", "arguments": {"text": "", "number": 9223372036854775808}} | GenericError | Invalid parameter type for 'number', expected: integer
            {"execute": "takes", "arguments": {"text": "", "size": {}}} | GenericError    | Parameter 'size' expects uint64
            {"execute": "decodes", "arguments": {"data": "A*=="}}       | GenericError    | Parameter 'data' expects base64
            {"execute": "fails"}                                        | GenericError    | here: it does not work; try again
            """)
    void mistakes(String request, String errorClass, String description) throws IOException {
        negotiate();
        assertThat(say(request))
                .isEqualTo("{\"error\": {\"class\": \"" + errorClass + "\", \"desc\": \"" + description + "\"}}\r\n");
    }

    @Test
    void theIdentifierComesBackWhateverItIs() throws IOException {
        negotiate();
        for (String id : List.of("1", "\"a\"", "null", "[1, {\"b\": null}]", "{\"c\": true}")) {
            assertThat(say("{\"id\": " + id + ", \"execute\": \"works\"}"))
                    .isEqualTo("{\"return\": {}, \"id\": " + id + "}\r\n");
            assertThat(say("{\"id\": " + id + ", \"execute\": 1}")).endsWith(", \"id\": " + id + "}\r\n");
        }
    }

    @Test
    void argumentsArrive() throws IOException {
        negotiate();
        assertThat(say("{\"execute\": \"takes\", \"arguments\": {\"number\": -2, \"text\": \"ä\"}}"))
                .isEqualTo("{\"return\": \"äOptionalLong[-2]OptionalLong.empty\"}\r\n");
        assertThat(say("{\"execute\": \"takes\", \"arguments\": {\"size\": 18446744073709551615, \"text\": \"\"}}"))
                .contains("OptionalLong[-1]");
        assertThat(say("{\"execute\": \"decodes\", \"arguments\": {\"data\": \"AAEC\\nAwQ=\\n\"}}"))
                .contains("0001020304");
    }

    @Test
    void answersComeInTheOrderOfRequestsAndEachIsSettled() throws IOException {
        negotiate();
        hear(
                "{\"execute\": \"works\", \"id\": 1} nix {\"execute\": \"fails\", \"id\": 2}{\"execute\": \"works\", \"id\": 3}");
        assertThat(heard).hasSize(8);
        assertThat(heard.get(0)).contains("\"id\": 1");
        assertThat(heard.get(2)).contains("invalid keyword 'nix'");
        assertThat(heard.get(4)).contains("\"id\": 2");
        assertThat(heard.get(6)).contains("\"id\": 3");
        assertThat(List.of(heard.get(1), heard.get(3), heard.get(5), heard.get(7)))
                .containsOnly("settled");
    }

    private void negotiate() throws IOException {
        say("{\"execute\": \"qmp_capabilities\"}");
    }

    /** Says something that one answer comes to; it is settled after that. */
    private String say(String text) throws IOException {
        heard.clear();
        hear(text + "\n");
        assertThat(heard).hasSize(2).last().isEqualTo("settled");
        String answer = heard.get(0);
        heard.clear();
        return answer;
    }

    private void hear(String text) throws IOException {
        conversation.receive(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }
}
