// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads the reports of all tests of a build: prints what was skipped and why, and lists the tests that there are. */
public final class TestReports {
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final TreeSet<String> names = new TreeSet<>();
    private int tests;

    private TestReports() {}

    /** Takes the folder of the checkout and the file to list the tests in. */
    public static void main(String[] arguments) throws Exception {
        TestReports reports = new TestReports();
        for (Path report : reports(Path.of(arguments[0]))) {
            reports.read(report);
        }
        reports.print();
        Path list = Path.of(arguments[1]);
        Files.createDirectories(list.getParent());
        Files.write(list, reports.names);
    }

    private static List<Path> reports(Path checkout) throws IOException {
        try (Stream<Path> files = Files.find(checkout, 6, (path, attributes) -> isReport(checkout.relativize(path)))) {
            return files.sorted().toList();
        }
    }

    private static boolean isReport(Path path) {
        return path.toString().matches("(bundles|releng)/[^/]+/target/(surefire|failsafe)-reports/TEST-.*\\.xml");
    }

    private void read(Path report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            tests++;
            // Without what a row or a parameter adds: a list of rows may be absent
            names.add(test.getAttribute("classname") + "."
                    + test.getAttribute("name").replaceAll("\\W.*", ""));
            if (test.getElementsByTagName("skipped").item(0) instanceof Element skip) {
                skipped.merge(reason(skip), 1, Integer::sum);
            }
        }
    }

    private static String reason(Element skip) {
        String said = skip.getAttribute("message").isEmpty() ? skip.getTextContent() : skip.getAttribute("message");
        return said.strip()
                .lines()
                .findFirst()
                .orElse("no reason")
                .replaceFirst("^[\\w.]*TestAbortedException: ", "")
                .replaceFirst("^Assumption failed: ", "")
                .replaceFirst("^System property .* ==> ", "");
    }

    private void print() {
        int count = skipped.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("%d tests, %d of them skipped%n", tests, count);
        skipped.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .forEach(reason -> System.out.printf("%5d  %s%n", reason.getValue(), reason.getKey()));
    }
}
