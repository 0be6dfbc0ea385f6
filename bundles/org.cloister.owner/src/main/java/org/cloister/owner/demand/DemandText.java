// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** Reads a policy's lines. For one thread. */
final class DemandText {
    /** Each is a verification of its own in the worst case. */
    private static final int MOST_SECTIONS = 64;

    private static final Pattern SECTION = Pattern.compile("\\[\\s*([A-Za-z0-9._-]{1,64})\\s*]");
    private static final Pattern OF_PROTOBUF = Pattern.compile("(policy|root_of_trust)\\s*:?\\s*\\{.*");

    private final String file;
    private final List<Demand> common = new ArrayList<>();
    private final List<DemandSection> sections = new ArrayList<>();
    private final Map<String, String> begun = new HashMap<>();
    private List<Demand> open = common;
    private String name = "";

    private DemandText(String file) {
        this.file = file;
    }

    static Demands read(String text, String file) {
        DemandText reader = new DemandText(file);
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                reader.line(content, file + ", line " + number);
            }
        }
        reader.close();
        if (reader.common.isEmpty() && reader.sections.isEmpty()) {
            throw reader.wrong("this policy demands nothing", "no item", file, "at least one NAME = VALUE");
        }
        return new Demands(reader.common, reader.sections, List.of());
    }

    private void line(String content, String where) {
        int equals = content.indexOf('=');
        if (content.charAt(0) == '[') {
            begin(content, where);
        } else if (equals < 1) {
            throw wrong("a line of a policy is a name and a value", content, where, "NAME = VALUE");
        } else {
            String item = content.substring(0, equals).strip();
            open.add(new Demand(item, content.substring(equals + 1).strip(), where));
        }
    }

    private void begin(String content, String where) {
        close();
        Matcher section = SECTION.matcher(content);
        if (!section.matches()) {
            throw wrong("this is not the name of an alternative", content, where, "[NAME] of letters and digits");
        }
        name = section.group(1);
        String before = begun.putIfAbsent(name, where);
        if (before != null) {
            throw wrong("two alternatives have one name", content, where, "another name than in " + before);
        }
        if (begun.size() > MOST_SECTIONS) {
            throw wrong("there are too many alternatives", content, where, "at most " + MOST_SECTIONS);
        }
        open = new ArrayList<>();
    }

    private void close() {
        if (name.isEmpty()) {
            return;
        }
        if (open.isEmpty()) {
            throw wrong(
                    "this alternative demands nothing",
                    "[" + name + "]",
                    begun.get(name),
                    "demands behind it, as with none it would always fit");
        }
        sections.add(new DemandSection(name, begun.get(name), open));
    }

    private CloisterException wrong(String what, String content, String where, String expected) {
        return Problem.input(OwnerCodes.APPRAISAL_LINE, what)
                .at(where)
                .found(content)
                .expected(expected)
                .remedy(
                        OF_PROTOBUF.matcher(content).matches()
                                ? "this is protobuf's text format: write " + file + " as JSON, which is read"
                                : null)
                .exception();
    }
}
