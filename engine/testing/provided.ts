/** What the tests of project `engine` are given by the setup beside the product. Types only. */
import type {} from '../../testing/provided.ts'
