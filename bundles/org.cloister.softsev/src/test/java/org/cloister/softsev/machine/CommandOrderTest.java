package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;

import java.util.List;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpPageType;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each command in each state of a machine: done, or refused with errno and firmware status, and then nothing has changed. */
class CommandOrderTest {
    private final LaunchFixture bench = new LaunchFixture();

    enum State {
        CREATED,
        INITIALISED,
        LAUNCHING,
        FINISHED,
        CLOSED
    }

    @BeforeEach
    void stage() {
        bench.turn(0, 2 * PAGE);
    }

    @AfterEach
    void close() {
        bench.close();
        assertThat(bench.processor.asids()).isZero();
        assertThat(bench.processor.guests()).isZero();
        assertThat(bench.processor.machines()).isZero();
        assertThat(bench.processor.pages()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED,     INIT2,  done",
        "CREATED,     START,  25/-1",
        "CREATED,     UPDATE, 22/-1",
        "CREATED,     FINISH, 25/-1",
        "INITIALISED, INIT2,  1/-1",
        "INITIALISED, START,  done",
        "INITIALISED, UPDATE, 22/-1",
        "INITIALISED, FINISH, 22/-1",
        "LAUNCHING,   INIT2,  1/-1",
        "LAUNCHING,   START,  22/-1",
        "LAUNCHING,   UPDATE, done",
        "LAUNCHING,   FINISH, done",
        "FINISHED,    INIT2,  1/-1",
        "FINISHED,    START,  22/-1",
        "FINISHED,    UPDATE, 5/2",
        "FINISHED,    FINISH, 5/2",
        "CLOSED,      INIT2,  9/-1",
        "CLOSED,      START,  9/-1",
        "CLOSED,      UPDATE, 9/-1",
        "CLOSED,      FINISH, 9/-1"
    })
    void everyCommandInEveryState(State state, String command, String expected) {
        SevCommand<?> next = command(command);
        reach(state);
        String before = situation();
        assertThat(outcome(next)).isEqualTo(expected);
        if (!expected.equals("done")) {
            assertThat(situation()).isEqualTo(before);
        }
    }

    private SevCommand<?> command(String name) {
        return switch (name) {
            case "INIT2" -> INIT;
            case "START" -> START;
            case "UPDATE" -> bench.update(SnpPageType.ZERO, PAGE, PAGE);
            default -> FINISH;
        };
    }

    private void reach(State state) {
        List<SevCommand<?>> way = List.of(INIT, START, bench.update(SnpPageType.ZERO, 0, PAGE), FINISH);
        int steps = List.of(0, 1, 3, 4, 4).get(state.ordinal());
        way.subList(0, steps).forEach(bench.channel::execute);
        if (state == State.CLOSED) {
            bench.close();
        }
    }

    private String situation() {
        SoftProcessor all = bench.processor;
        String digest = all.guests() == 0 ? "none" : bench.digest().hex();
        return List.of(digest, all.asids(), all.guests(), all.pages()).toString();
    }

    private String outcome(SevCommand<?> command) {
        try {
            bench.channel.execute(command);
            return "done";
        } catch (SevCommandException e) {
            return e.errno() + "/" + e.firmwareStatus();
        }
    }
}
