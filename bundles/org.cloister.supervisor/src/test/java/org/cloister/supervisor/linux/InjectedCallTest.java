// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.supervisor.trap.ProcessWatch;
import org.cloister.supervisor.trap.SupervisedTree;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that was made to carry out a call first runs as if nothing had been. */
@Timeout(60)
class InjectedCallTest {
    /** ARCH_GET_CPUID: 1 where CPUID does not fault. */
    private static final long GET_CPUID = 0x1011;

    @Test
    void everyProgramMakesTheCallFirst() throws Exception {
        Needs.that(Supervision.obstacle().isEmpty(), () -> "Linux on x86-64");
        List<Optional<Long>> results = new CopyOnWriteArrayList<>();
        ProgramWords words = new ProgramWords(
                List.of(text("/bin/sh"), text("-c"), text("/bin/true && (exit 3; /bin/true); exit $?")),
                List.of(),
                List.of());
        CallFilter filter = CallFilter.of(EnumSet.of(SystemCall.EXECVE), Set.of(), Map.of());
        SupervisedTree tree = SupervisedTree.begin(words, filter, List.of(), new Injecting(results));
        assertThat(tree.join()).isEqualTo(3);
        assertThat(results).containsExactly(Optional.of(1L), Optional.of(1L));
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    private record Injecting(List<Optional<Long>> results) implements ProcessWatch {
        @Override
        public void ended(int thread) {}

        @Override
        public void program(int process, Tracing tracing) {
            results.add(new InjectedCall(tracing, process).make(SystemCall.ARCH_PRCTL, GET_CPUID, 0));
        }

        @Override
        public boolean fault(TraceEvent event, Tracing tracing) {
            return false;
        }
    }
}
