/**
 * Classes that tests put into bundles of their own; most are backends that do what the shipped SEV-SNP backend does,
 * but for one thing, and are packed into bundles together with it.
 */
package org.cloister.it.vendor;
