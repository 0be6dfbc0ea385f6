// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.page.SnpPageType;

/** The numbers of this package under their names in the kernel's headers. */
final class KernelNumbers {
    private static final List<SnpPageType> PAGE_TYPES = List.of(
            SnpPageType.NORMAL, SnpPageType.ZERO, SnpPageType.UNMEASURED, SnpPageType.SECRETS, SnpPageType.CPUID);

    private KernelNumbers() {}

    static Map<String, Long> all() {
        Map<String, Long> numbers = new LinkedHashMap<>(sevCommands());
        numbers.putAll(platformCommands());
        PAGE_TYPES.forEach(type -> numbers.put("KVM_SEV_SNP_PAGE_TYPE_" + type, (long) type.code()));
        numbers.put("KVM_MEMORY_ENCRYPT_OP", KvmRequest.MEMORY_ENCRYPT_OP.number());
        numbers.put("SEV_ISSUE_CMD", PlatformEnvelope.IOCTL);
        return numbers;
    }

    static Map<String, Long> sevCommands() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        RandomCommands.sev(new Random(1))
                .forEach(command -> numbers.put("KVM_SEV_" + command.name(), (long) command.id()));
        return numbers;
    }

    static Map<String, Long> platformCommands() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        RandomCommands.platform(new Random(1)).forEach(command -> numbers.put(header(command), (long) command.id()));
        return numbers;
    }

    /** The ids that have a codec. */
    static List<Integer> sevIds() {
        return IntStream.rangeClosed(0, 103)
                .filter(KernelNumbers::isKnown)
                .boxed()
                .toList();
    }

    private static boolean isKnown(int id) {
        return sevCommands().containsValue((long) id);
    }

    private static String header(PlatformCommand<?> command) {
        return command.name().startsWith("SNP_") ? command.name() : "SEV_" + command.name();
    }
}
