// For an import of the stylesheet where no bundler's types say what a stylesheet is.
export {}
