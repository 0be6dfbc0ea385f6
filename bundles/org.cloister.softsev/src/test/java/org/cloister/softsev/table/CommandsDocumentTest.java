// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation prints the tables; {@code -Dcloister.print=true} prints them again. */
class CommandsDocumentTest {
    private static final Path DOCUMENT = Path.of("COMMANDS.md");

    @Test
    void theDocumentIsThatOfTheTables() throws IOException {
        if (Boolean.getBoolean("cloister.print")) {
            Files.writeString(DOCUMENT, document());
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(document());
    }

    private static String document() {
        return """
                # What the software platform answers

                Every command in every state: `done`, or the kernel's error number and, where the firmware was asked, its status. Beside each
                answer is its source in brackets. The tests of this bundle go through every cell, and check that a command that was refused
                has changed nothing; this page is printed from the same tables.

                | source | what it is |
                |---|---|
                | K | Linux, `arch/x86/kvm/svm/sev.c` |
                | D | Linux, `drivers/crypto/ccp/sev-dev.c` |
                | F | the firmware of EPYC 9004 as AMD published it (AMD-ASPFW, `sev_mcmd.c`); not compared with hardware |
                | S | a choice of the software platform, not verified |

                `–` stands where no guest that the command is about gets into that state.

                Asking for a length is a command without room: the firmware refuses it with `INVALID_LEN`, and the length comes back.
                From `/dev/sev` it comes back as well when there is room, but too little.

                What differs from Linux and hardware on purpose (source S, and what no cell shows):

                - KVM initialises machines of its default type with `INIT` or `ES_INIT`, and of types of their own with `INIT2`. Machines that clients
                  make are of these types. A machine that is made for a type of guest takes `INIT2`, and the older command of its own type.
                - `SEND_UPDATE_VMSA` and `RECEIVE_UPDATE_VMSA` are commands of the firmware that no Linux has: by bytes they are refused as there,
                  as typed commands they are carried out. What a VMSA may hold is what a machine here has registers for; the place of its
                  checksum, 16 bytes at 0x380, is zero.
                - The root that a guest with policy bit SEV asks for at `SEND_START` is the platform's own, or one that setting `send.roots`
                  names; hardware knows AMD's.
                - The published firmware looks at a policy's minimum version and reserved bits only when there is a session. The platform always
                  does.
                - `PDH_CERT_EXPORT` hands the CEK's certificate out signed; hardware leaves the signature to AMD's key server.
                - A page that nobody ever wrote reads as zeros with the C-bit and without.
                - An ID block whose version is not 1, and reserved bytes of its authentication that are not zero, are refused with `INVALID_PARAM`. The
                  published firmware looks at neither; everything else is checked in its order and with its statuses.
                - What CPUID may answer in a guest of SEV-SNP is the published firmware's rules for EPYC 9004. The other generations have them too, but for
                  leaves in which their processors are known to differ.
                - An entry of the reverse map table is for 4096 bytes unless code that plays the hypervisor makes one for 2 MiB: Linux's guest_memfd
                  has no larger pages. An instruction of the guest for 4096 bytes splits an entry for 2 MiB, as Linux does.
                - KVM takes `SNP_ENABLE_REQ_CERTS` before a machine has vCPUs. A machine that is made for a type of guest has its vCPUs from then on
                  and refuses it; one that a client makes takes it. From then on extended requests for reports get the platform's certificates, which on
                  Linux the monitor hands in at `KVM_EXIT_SNP_REQ_CERTS`; without it they get an empty table. A machine that is made for a type of guest
                  has the platform for its monitor, and certificates always.
                - The cells are those of Linux 7.0. Setting `kernel` = `6.16` takes a source that is not aligned, and refuses `SNP_ENABLE_REQ_CERTS` everywhere
                  with `EINVAL`; `KVM_GET_DEVICE_ATTR` then knows what that release knows. No other difference is known.
                - Of a guest's requests those for CPUID checks, keys, reports and the clock are answered; those for migration are `UNSUPPORTED`, for Linux
                  has no migration agent that could make them.
                - A guest that is not launched has no processor that could ask. The platform tells whoever asks for it all the same.

                What stays out, and why:

                | command | why |
                |---|---|
                | `RING_BUFFER` | another way to hand commands in; no Linux takes it |
                | the commands of SEV-TIO | they are about devices, and a machine here has none that speak SPDM |
                | `MSG_EXPORT_REQ`, `MSG_IMPORT_REQ`, `MSG_ABSORB_REQ`, `MSG_ABSORB_NOMA_REQ`, `MSG_VMRK_REQ` | they are a migration agent's, and no Linux has one: `UNSUPPORTED` |
                | `INIT`, `INIT_EX`, `SHUTDOWN`, `SNP_INIT_EX`, `SNP_SHUTDOWN_EX` | the driver's, without a choice for programs: setting `platform.init` says when they are made |
                | `ACTIVATE`, `ACTIVATE_EX`, `SNP_GCTX_CREATE`, `SNP_ACTIVATE`, `SNP_ACTIVATE_EX` | KVM's, in the course of the commands that start a launch |
                | `NOP`, `GET_ID` with a socket, `COPY` | nothing here depends on them |
                | real firmware images | they are signed by AMD for AMD's processors |

                ## A machine for SEV

                """
                + Tables.SEV.markdown()
                + "\n## A machine for SEV-ES\n\n"
                + Tables.SEV_ES.markdown()
                + "\n## A machine for SEV-SNP\n\n"
                + Tables.SEV_SNP.markdown()
                + "\n## SNP_LAUNCH_UPDATE of a page\n\n"
                + """
                The columns are states of the page: shared, private and not the guest's, assigned to the guest; before the finish and after it.

                """
                + Tables.SNP_PAGES.markdown()
                + "\n## A request of a guest\n\n"
                + """
                What a guest of SEV-SNP is told for a sealed message, by the message's type: the firmware's status, without an error of the kernel's. A
                request that was taken may still have a status in its sealed response.

                """
                + Tables.SNP_REQUESTS.markdown()
                + "\n## The firmware about a guest of SEV-SNP\n\n"
                + """
                Commands that no Linux hands to programs: `SnpDebugging`, `SnpGuestFirmware`. Debugging is of the page that was added first, unless the row says
                otherwise; where both are wrong, the page is refused before the policy.

                """
                + Tables.SNP_FIRMWARE.markdown()
                + "\n## The firmware ends a guest of SEV\n\n"
                + """
                `DEACTIVATE`, `DECOMMISSION` and `DF_FLUSH` of `FirmwareCommands`, and commands of the guest's machine, by what became of the guest. KVM
                issues them at a machine's end, and looks at no answer.

                """
                + Tables.SEV_ENDS.markdown()
                + "\n## The platform\n\n"
                + Tables.PLATFORM.markdown()
                + "\n## The firmware about the platform\n\n"
                + """
                Commands that no Linux hands to programs: `FirmwareCommands`. The columns are states of SEV; SEV-SNP is initialised where there is such. An
                image has the head of AMD's, and in place of their signature the digest of its body; a step back is a version or a security patch level below
                the committed ones.

                """
                + Tables.FIRMWARE.markdown()
                + "\n## The platform beside a guest of SEV-SNP\n\n"
                + "The columns are states of the guest.\n\n"
                + Tables.SNP_PLATFORM.markdown()
                + "\n## Pages of a guest of SEV-SNP\n\n"
                + """
                What the firmware does to pages that the hypervisor names by system physical addresses. Linux issues but `SNP_PAGE_RECLAIM`, in the
                course of other commands; as typed commands of the software platform they are all carried out. The columns are states of the guest;
                before its launch there is no context that a command could name. The published firmware is older than the policy bit
                `PAGE_SWAP_DISABLE`. A guest that swaps or moves may have another guest's command name its context.

                """
                + Tables.SNP_PAGE_COMMANDS.markdown()
                + """

                The columns are states of one of the pages, the others are as the command wants them; the guest is launched. The firmware does not look at what the source
                of `SNP_PAGE_SWAP_IN` is, so that anything that holds the ciphertext will do; where it says `BAD_MEASUREMENT` the page cannot hold it.
                Whether registers are in a page (`VMSA`) is for the hypervisor to say at `SNP_PAGE_SWAP_OUT`, and comes back so.

                """
                + Tables.SNP_PAGE_STATES.markdown()
                + """

                Pages that come back, by what they are.

                """
                + Tables.SNP_SWAPPED_PAGES.markdown();
    }
}
