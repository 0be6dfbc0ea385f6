// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.cloister.kvm.vm.exit.Exit;
import org.cloister.testing.JavadocExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The examples of {@link KvmVcpu}, on this machine's kernel. */
@Timeout(60)
class KvmVcpuExamplesTest {
    private static final String FOR_EVER = "eb fe";

    @Test
    void number() {
        try (Guest guest = Guest.real("f4")) {
            KvmVm vm = guest.vm;
            // Example: id()
            KvmVcpu second = vm.createVcpu(1);
            int apic = second.id(); // 1
            // End
            assertThat(apic).isEqualTo(1);
        }
    }

    @Test
    void registers() {
        try (Guest guest = Guest.real("f4")) {
            KvmVcpu vcpu = guest.vcpu;
            vcpu.run();
            // Example: state()
            long rip = vcpu.state().general().get("rip");
            System.out.printf("stopped at %#x%n", rip);
            // End
            assertThat(rip).isEqualTo(Guest.CODE + 1);
        }
    }

    @Test
    void events() {
        // in al,0x81; out 0x80,al; hlt
        try (Guest guest = Guest.real("e4 81 e6 80 f4")) {
            KvmVcpu vcpu = guest.vcpu;
            // Example: run()
            Exit exit = vcpu.run();
            while (!(exit instanceof Exit.Hlt)) {
                if (exit instanceof Exit.PortRead read) {
                    read.answer().set(0x5a); // handed over by the next run
                }
                exit = vcpu.run();
            }
            // End
            assertThat(guest.register("rax") & 0xff).isEqualTo(0x5a);
        }
    }

    @Test
    void stepByStep() {
        // nop; hlt
        try (Guest guest = Guest.real("90 f4")) {
            KvmVcpu vcpu = guest.vcpu;
            // Example: singleStep(boolean)
            vcpu.singleStep(true);
            vcpu.run(); // one instruction
            vcpu.singleStep(false);
            // End
            assertThat(guest.register("rip")).isEqualTo(Guest.CODE + 1);
            assertThat(vcpu.run()).isEqualTo(new Exit.Hlt());
        }
    }

    @Test
    void stopped() throws Exception {
        try (Guest guest = Guest.real(FOR_EVER)) {
            KvmVcpu vcpu = guest.vcpu;
            // Example: stop()
            CompletableFuture<Exit> running = CompletableFuture.supplyAsync(vcpu::run);
            vcpu.stop();
            Exit exit = running.get(); // Exit.Intr
            // End
            assertThat(exit).isEqualTo(new Exit.Intr());
        }
    }

    @Test
    void closed() {
        try (Guest guest = Guest.real(FOR_EVER)) {
            KvmVm vm = guest.vm;
            // Example: close()
            try (KvmVcpu vcpu = vm.createVcpu(1)) {
                vcpu.stop();
                vcpu.run(); // ends at once
            }
            // End
            assertThatThrownBy(() -> vm.createVcpu(1)).hasMessageContaining("EEXIST");
        }
    }

    @Test
    void theJavadocHoldsThem() throws IOException {
        JavadocExamples.of("kvm", KvmVcpu.class.getName(), getClass()).require();
    }
}
