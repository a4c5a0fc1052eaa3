/** The jobs over a small text, against plain loops. */
package org.commworld.examples.mrjob;
