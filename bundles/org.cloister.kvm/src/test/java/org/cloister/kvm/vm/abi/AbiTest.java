// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers and layouts equal what compilers make of the kernel's headers: once on another machine, and here. */
class AbiTest {
    private static final Path HEADER = Path.of("/usr/include/linux/kvm.h");

    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) .*sizeof=(\\d+) .*");
    private static final Pattern FIELD = Pattern.compile(" +\\+0x\\w+ \\( *(\\d+)\\) size +(\\d+) +(\\w+)");
    private static final Pattern NUMBER = Pattern.compile(" +(\\w+) += (\\d+) .*");
    private static final Pattern PADDING = Pattern.compile("pad\\d*|padding|reserved");

    /** What older headers lack: a prefix of the expression, and the macro that came with it. */
    private static final Map<String, String> SINCE = Map.of(
            "kvm_run.memory_fault", "KVM_EXIT_MEMORY_FAULT",
            "kvm_run.snp_req_certs", "KVM_EXIT_SNP_REQ_CERTS",
            "kvm_userspace_memory_region2", "KVM_SET_USER_MEMORY_REGION2",
            "kvm_create_guest_memfd", "KVM_CREATE_GUEST_MEMFD",
            "kvm_memory_attributes", "KVM_SET_MEMORY_ATTRIBUTES",
            "kvm_pre_fault_memory", "KVM_PRE_FAULT_MEMORY");

    @TempDir
    Path folder;

    /**
     * Every number here by its name in C: constants, {@code struct}, {@code struct.field}, {@code struct.field#size}.
     */
    private static Map<String, Long> ours() {
        Map<String, Long> all = new LinkedHashMap<>(constants());
        for (Layout layout : Layouts.all()) {
            all.put(layout.kind(), (long) layout.size());
            for (Slot field : layout.slots()) {
                all.put(layout.kind() + "." + field.name(), (long) field.offset());
                all.put(layout.kind() + "." + field.name() + "#size", (long) field.size());
            }
        }
        return all;
    }

    private static Map<String, Long> constants() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (KvmRequest request : KvmRequest.values()) {
            all.put(request.kernelName(), request.number());
        }
        for (KvmCapability capability : KvmCapability.values()) {
            all.put(capability.kernelName(), (long) capability.number());
        }
        for (VmType type : VmType.values()) {
            all.put(type.kernelName(), (long) type.number());
        }
        for (ExitReason reason : ExitReason.values()) {
            all.put(reason.kernelName(), (long) reason.number());
        }
        all.putAll(Map.of(
                "KVM_API_VERSION", (long) Constants.API_VERSION,
                "KVM_MEM_LOG_DIRTY_PAGES", (long) Constants.MEM_LOG_DIRTY_PAGES,
                "KVM_MEM_READONLY", (long) Constants.MEM_READONLY,
                "KVM_MEM_GUEST_MEMFD", (long) Constants.MEM_GUEST_MEMFD,
                "KVM_MEMORY_ATTRIBUTE_PRIVATE", Constants.MEMORY_ATTRIBUTE_PRIVATE,
                "GUEST_MEMFD_FLAG_MMAP", Constants.GUEST_MEMFD_FLAG_MMAP,
                "GUEST_MEMFD_FLAG_INIT_SHARED", Constants.GUEST_MEMFD_FLAG_INIT_SHARED,
                "KVM_SYSTEM_EVENT_SEV_TERM", (long) Constants.SYSTEM_EVENT_SEV_TERM));
        all.put("KVM_X86_GRP_SEV", (long) SevAttribute.GROUP);
        for (SevAttribute attribute : SevAttribute.values()) {
            all.put(attribute.kernelName(), (long) attribute.number());
        }
        return all;
    }

    @Test
    void constantsEqualTheList() {
        Map<String, Long> listed = listed();
        Map<String, Long> ours = new TreeMap<>(constants());
        ours.keySet().retainAll(listed.keySet());
        assertThat(ours).hasSizeGreaterThan(50);
        assertThat(listed).containsAllEntriesOf(ours);
    }

    @Test
    void layoutsEqualTheListWithNothingLeftOut() {
        Map<String, Long> listed = listed();
        for (Layout layout : Layouts.all()) {
            if (!listed.containsKey(layout.kind())) {
                continue;
            }
            assertThat(layout.size())
                    .as(layout.kind())
                    .isEqualTo(listed.get(layout.kind()).intValue());
            listed.forEach((name, offset) -> {
                if (name.startsWith(layout.kind() + ".") && !name.endsWith("#size")) {
                    assertCovered(
                            layout, name.substring(layout.kind().length() + 1), offset, listed.get(name + "#size"));
                }
            });
        }
    }

    // The list names the outermost fields only; our tables may have their parts
    private static void assertCovered(Layout layout, String name, long offset, long size) {
        List<Slot> parts = layout.slots().stream()
                .filter(field -> field.name().split("[.\\[]")[0].equals(name))
                .toList();
        assertThat(parts.isEmpty())
                .as(layout.kind() + "." + name)
                .isEqualTo(PADDING.matcher(name).matches());
        assertThat(parts).allMatch(field -> field.offset() >= offset && field.offset() + field.size() <= offset + size);
        if (!parts.isEmpty()) {
            assertThat(parts.get(0).offset()).as(name).isEqualTo((int) offset);
        }
    }

    private static Map<String, Long> listed() {
        Map<String, Long> all = new LinkedHashMap<>();
        String struct = "";
        for (String line : DataFolder.lines("../spec/uapi-offsets.txt")) {
            Matcher head = STRUCT.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher number = NUMBER.matcher(line);
            if (head.matches()) {
                struct = head.group(1);
                all.put(struct, Long.valueOf(head.group(2)));
            } else if (field.matches()) {
                all.put(struct + "." + field.group(3), Long.valueOf(field.group(1)));
                all.put(struct + "." + field.group(3) + "#size", Long.valueOf(field.group(2)));
            } else if (number.matches()) {
                all.put(number.group(1), Long.valueOf(number.group(2)));
            }
        }
        return all;
    }

    @Test
    void everythingEqualsWhatTheCompilerSaysHere() throws IOException, InterruptedException {
        Needs.file(HEADER);
        Map<String, Long> ours = ours();
        Map<String, Long> compilers = compiled(ours);
        assertThat(compilers).hasSizeGreaterThan(250);
        assertThat(ours).containsAllEntriesOf(compilers);
    }

    private Map<String, Long> compiled(Map<String, Long> questions) throws IOException, InterruptedException {
        Path source = folder.resolve("abi.c");
        Path program = folder.resolve("abi");
        Files.writeString(source, program(questions));
        Needs.program("gcc");
        assertThat(run("gcc", "-w", "-o", program.toString(), source.toString()))
                .isEmpty();
        return run(program.toString())
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Long.valueOf(line[1])));
    }

    private static String program(Map<String, Long> questions) {
        String body = questions.keySet().stream().map(AbiTest::line).collect(Collectors.joining("\n"));
        return "#include <stdio.h>\n#include <stddef.h>\n#include <linux/kvm.h>\nint main(void) {\n" + body + "\n}\n";
    }

    private static String line(String name) {
        String expression = expression(name);
        String print = "printf(\"" + name + " %llu\\n\", (unsigned long long) (" + expression + "));";
        String macro = SINCE.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(expression.equals(name) ? name : "KVM_API_VERSION");
        return "#ifdef " + macro + "\n" + print + "\n#endif";
    }

    private static String expression(String name) {
        if (!name.startsWith("kvm_")) {
            return name;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return "sizeof(struct " + name + ")";
        }
        String struct = name.substring(0, dot);
        String field = name.substring(dot + 1);
        return field.endsWith("#size")
                ? "sizeof(((struct " + struct + " *) 0)->" + field.replace("#size", "") + ")"
                : "offsetof(struct " + struct + ", " + field + ")";
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
